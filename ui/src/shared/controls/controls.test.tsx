import { screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import type { Language, NumberReading } from "../../host/types";
import { appState } from "../../testing/samples";
import { show } from "../../testing/render";
import { Amount, Button, Choice, Code, CodeField, CountryPicker, DateField, Dialog, Field, FindingList, LampRow, MonthField, Name, NumberField, Problem, Sentence, State, Switch, Tick, amount, day, instant, marks } from ".";
import { AskError } from "../../host/host";
import { lamps } from "../../testing/samples";
import { readMonth } from "./MonthField";

const both: Language[] = ["en", "ar"];

describe("amounts and days", () => {
  it.each([
    ["en", "1234567.5", "1,234,567.5"], ["fr", "1234567.5", "1\u202f234\u202f567,5"], ["es", "1234567.5", "1.234.567,5"], ["ar", "1234567.5", "1,234,567.5"],
  ] as const)("%s shows %s as %s", async (language, canonical, shown) => {
    await show(null, { language });
    expect(amount(canonical)).toBe(shown);
  });

  it("keep what is no canonical number as it is", async () => {
    await show(null);
    expect(["", "12.34.5", "1e5", "NaN", "0.750"].map(amount)).toEqual(["", "12.34.5", "1e5", "NaN", "0.750"]);
  });

  it("take the person's own marks and digits", async () => {
    await show(null, { language: "es" });
    expect(marks()).toEqual({ decimal: ",", group: "." });
    const base = appState();
    await show(null, { language: "ar", app: { ...base, settings: { ...base.settings, digits: "arabic" } } });
    expect(amount("1234.5")).toBe("١٬٢٣٤٫٥");
  });

  it("days are written out in the Gregorian calendar, whatever the language", async () => {
    await show(null, { language: "ar" });
    expect(day("2026-11-23")).toBe("23 نوفمبر 2026");
    await show(null, { language: "fr" });
    expect(day("2026-11-23")).toBe("23 nov. 2026");
    expect(day("earliest available")).toBe("earliest available");
    expect(instant("")).toBe("");
  });
});

describe("texts keep their own direction", () => {
  it.each(both)("in %s", async (language) => {
    const { container } = await show(<><Code>00123-2026/NBO/KE</Code><Name>شركة النور</Name><Amount value="1200" unit="KGM" /><Sentence id="signing.issued" params={{ number: "00123-2026/NBO/KE" }} /></>, { language });
    expect([...container.querySelectorAll("bdi")].map((part) => [part.dir, part.textContent])).toEqual([
      ["ltr", "00123-2026/NBO/KE"], ["auto", "شركة النور"], ["ltr", "1,200 kg"], ["ltr", "00123-2026/NBO/KE"],
    ]);
  });

  it("a date inside an Arabic sentence is no code", async () => {
    const { container } = await show(<Sentence id="check.validTo" params={{ date: "2027-11-22" }} />, { language: "ar" });
    const part = container.querySelector("bdi");
    expect([part?.dir, part?.textContent]).toEqual(["auto", "22 نوفمبر 2027"]);
  });

  it.each(both)("code boxes run left to right in %s, free text its own way", async (language) => {
    await show(<><CodeField label="code" value="1" onChange={() => {}} /><Field label="text" value="Kericho" onChange={() => {}} /></>, { language });
    expect(screen.getByLabelText<HTMLInputElement>("code").dir).toBe("ltr");
    expect(screen.getByLabelText<HTMLInputElement>("text").dir).toBe("auto");
  });
});

describe("a number box never guesses", () => {
  const Held = ({ tell, unsettled }: { tell: (value: string) => void; unsettled?: (is: boolean) => void }) => {
    const [value, setValue] = useState("5");
    return <NumberField label="Weight" value={value} onChange={(next) => { setValue(next); tell(next); }} {...(unsettled ? { onUnsettled: unsettled } : {})} />;
  };
  const reads = (reading: NumberReading) => ({ number_read: vi.fn(() => reading) });

  it("shows a value in the person's marks once the box is left", async () => {
    const tell = vi.fn();
    const answers = reads({ kind: "value", value: "1234.5" });
    const { user } = await show(<Held tell={tell} />, { language: "es", answers });
    await user.clear(screen.getByRole("textbox"));
    await user.type(screen.getByRole("textbox"), "1 234,5{Tab}");
    await waitFor(() => expect(tell).toHaveBeenCalledWith("1234.5"));
    expect(answers.number_read).toHaveBeenCalledWith({ text: "1 234,5", marks: { decimal: ",", group: "." } });
    expect(screen.getByRole<HTMLInputElement>("textbox").value).toBe("1.234,5");
  });

  it.each(both)("asks with two buttons and takes 1 or 2 from the keyboard, in %s", async (language) => {
    const tell = vi.fn();
    const unsettled = vi.fn();
    const { user } = await show(<Held tell={tell} unsettled={unsettled} />, { language, answers: reads({ kind: "question", readings: ["9.12", "9120"] }) });
    await user.clear(screen.getByRole("textbox"));
    await user.type(screen.getByRole("textbox"), "9.120{Tab}");
    expect(await screen.findAllByRole("button")).toHaveLength(2);
    expect(tell).not.toHaveBeenCalled();
    expect(unsettled).toHaveBeenLastCalledWith(true);
    screen.getByRole("textbox").focus();
    await user.keyboard("2");
    expect(tell).toHaveBeenCalledWith("9120");
    expect(unsettled).toHaveBeenLastCalledWith(false);
    expect(screen.queryByRole("button")).toBeNull();
  });

  it("keeps what is no number as it was typed and says so", async () => {
    const tell = vi.fn();
    const { user } = await show(<Held tell={tell} />, { answers: reads({ kind: "unreadable" }) });
    await user.clear(screen.getByRole("textbox"));
    await user.type(screen.getByRole("textbox"), "12.34.5{Tab}");
    expect(await screen.findByText("12.34.5 cannot be read as a number.")).toBeTruthy();
    expect(screen.getByRole<HTMLInputElement>("textbox").value).toBe("12.34.5");
    expect(tell).not.toHaveBeenCalled();
  });
});

describe("other boxes", () => {
  it.each(both)("a date has parts, gives an ISO text, and Ctrl+; is today, in %s", async (language) => {
    const change = vi.fn();
    const { user } = await show(<DateField label="Date" value="" onChange={change} today="2026-11-23" />, { language });
    const parts = screen.getAllByRole("spinbutton");
    expect(parts).toHaveLength(3);
    parts[0]?.focus();
    await user.keyboard("{Control>};{/Control}");
    expect(change).toHaveBeenCalledWith("2026-11-23");
  });

  it("a date typed in the person's order comes out as ISO", async () => {
    const change = vi.fn();
    const Held = () => {
      const [value, setValue] = useState("");
      return <DateField label="Date" value={value} onChange={(next) => { setValue(next); change(next); }} />;
    };
    const { user } = await show(<Held />, { language: "fr" });
    screen.getAllByRole("spinbutton")[0]?.focus();
    await user.keyboard("03042026");
    expect(change).toHaveBeenLastCalledWith("2026-04-03");
  });

  it.each([["2026-3", "2026-03"], ["3/2026", "2026-03"], ["03.2026", "2026-03"], ["2026-13", null], ["March", null]])("the month %s is read as %s", (text, month) => {
    expect(readMonth(text)).toBe(month);
  });

  it("a month box changes nothing until it holds a month", async () => {
    const change = vi.fn();
    const { user } = await show(<MonthField label="Month" value="" onChange={change} />);
    await user.type(screen.getByRole("textbox"), "2026-0");
    expect(change).not.toHaveBeenCalled();
    await user.type(screen.getByRole("textbox"), "3");
    expect(change).toHaveBeenCalledExactlyOnceWith("2026-03");
  });

  it.each(both)("a list opens by keyboard and takes what is chosen, in %s", async (language) => {
    const change = vi.fn();
    const { user } = await show(<Choice label="Reason" value={null} placeholder="Choose" options={[{ id: "a", text: "Alpha" }, { id: "b", text: "Beta" }]} onChange={change} />, { language });
    screen.getByRole("button").focus();
    await user.keyboard("{Enter}");
    await screen.findByRole("listbox");
    await user.keyboard("{ArrowDown}{Enter}");
    expect(change).toHaveBeenCalled();
  });

  it("a country is found by its name in the person's language", async () => {
    const change = vi.fn();
    const { user } = await show(<CountryPicker label="Country" value="" onChange={change} />, { language: "fr" });
    await user.type(screen.getByRole("combobox"), "Allem");
    await screen.findByRole("option", { name: /Allemagne/ });
    await user.keyboard("{ArrowDown}{Enter}");
    expect(change).toHaveBeenCalledWith("DE");
  });

  it("a switch follows the direction of the page", async () => {
    const change = vi.fn();
    const options = [{ id: "a" as const, text: "A" }, { id: "b" as const, text: "B" }];
    const { user } = await show(<Switch label="which" value="a" options={options} onChange={change} />, { language: "ar" });
    screen.getByRole("radio", { name: "A" }).focus();
    await user.keyboard("{ArrowLeft} ");
    expect(change).toHaveBeenCalledWith("b");
  });

  it("a tick is ticked by Space", async () => {
    const change = vi.fn();
    const { user } = await show(<Tick label="Third party" value={false} onChange={change} />);
    screen.getByRole("checkbox", { name: "Third party" }).focus();
    await user.keyboard(" ");
    expect(change).toHaveBeenCalledWith(true);
  });

  it("a button tells its key", async () => {
    await show(<Button chord="ctrl+enter">Issue</Button>);
    expect(screen.getByRole("button", { name: "Issue" }).getAttribute("aria-keyshortcuts")).toBe("Control+Enter");
  });
});

describe("what is said about things", () => {
  it.each(both)("lamps have a shape, a word and a time in %s", async (language) => {
    await show(<LampRow lamps={lamps()} wide />, { language });
    expect(screen.getAllByRole("listitem")).toHaveLength(3);
    expect(screen.getByText(language === "en" ? "Received by the national gateway." : "استلمتها البوابة الوطنية.")).toBeTruthy();
  });

  it("a state is a word, never colour alone", async () => {
    await show(<State word={{ code: "delivery.rejected", params: {} }} />);
    expect(screen.getByText("Not accepted")).toBeTruthy();
  });

  it("findings stand by weight, lead to their place, and are led by it", async () => {
    const open = vi.fn();
    const { user } = await show(
      <FindingList onOpen={open} findings={[
        { code: "trust.list_old", severity: "info", path: "", params: {} },
        { code: "length.dialect", severity: "warn", path: "items[2].hs.code", params: { dialect: "X", limit: "17" } },
        { code: "items.missing", severity: "block", path: "items", params: {} },
      ]} />,
    );
    expect(screen.getAllByRole("listitem").map((item) => item.dataset.code)).toEqual(["items.missing", "length.dialect", "trust.list_old"]);
    expect(screen.getByRole("button", { name: /Line 2, HS code: X takes 17 letters here/ })).toBeTruthy();
    await user.click(screen.getByRole("button", { name: /no goods yet/ }));
    expect(open).toHaveBeenCalledWith(expect.objectContaining({ code: "items.missing" }));
  });

  it("an error says what is behind it and gives a reference", async () => {
    await show(<Problem error={new AskError({ code: "file_unreadable", message: "x", reference: "E-4F2A", params: { format: "read.not_json", line: "3", column: "5" } })} />);
    const alert = screen.getByRole("alert");
    expect(alert.textContent).toContain("This file could not be read.");
    expect(alert.textContent).toContain("line 3, column 5");
    expect(alert.textContent).toContain("E-4F2A");
    expect(alert.textContent).not.toContain("file_unreadable");
  });

  it("a dialog has its title and closes with Escape", async () => {
    const close = vi.fn();
    const { user } = await show(<Dialog title="Discard" open onClose={close}><p>?</p></Dialog>);
    expect(screen.getByRole("dialog", { name: "Discard" })).toBeTruthy();
    await user.keyboard("{Escape}");
    expect(close).toHaveBeenCalled();
  });
});
