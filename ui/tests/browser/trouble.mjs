/** Bad input: each gets a clear sentence with what to do, and nothing is lost. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { openFile, PIN, sample } from "./journeys.mjs";

const file = (name, text) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(text) });

/** Draft and keys have come, and a PIN stands there: from now on the key for signing does something. */
const READY = 'button[aria-keyshortcuts="Control+Enter"]:enabled';

const imports = {
  name: "trouble: files that cannot be taken over say why, and no draft is left behind",
  run: async (window) => {
    const before = (await window.ask("draft_list", { offset: 0, limit: 1 })).total;
    const bad = [
      ["cut off", file("cut.json", sample().slice(0, 900)), "could not be read"],
      ["no certificate", file("letter.json", '{"dear":"chamber"}'), /could not be read|not known here/],
      ["a picture", file("photo.png", "\u0089PNG\r\n\u001a\n0000"), /could not be read|not known here/],
      ["an entity bomb", file("bomb.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'), /could not be read|not known here/],
      ["too deep", file("deep.json", "[".repeat(5000) + "]".repeat(5000)), /could not be read|too large/],
    ];
    for (const [what, given, sentence] of bad) {
      await openFile(window, given);
      await window.see('[role="dialog"] [role="alert"]');
      const said = await window.text('[role="dialog"] [role="alert"]');
      assert.match(said, typeof sentence === "string" ? new RegExp(sentence) : sentence, what);
      assert.match(said, /E-[0-9A-F]{4}/, "a reference for support");
      await window.picture(`trouble-import-${what.replaceAll(" ", "-")}`);
      await window.press("Escape");
      await window.page.locator('[role="dialog"]').waitFor({ state: "detached" });
    }
    assert.equal((await window.ask("draft_list", { offset: 0, limit: 1 })).total, before);
  },
};

const pin = {
  name: "trouble: a wrong PIN signs nothing, says so, and the next one works",
  run: async (window) => {
    await window.press("Control+2");
    await window.toRow("Warnow");
    await window.press("Enter");
    await window.see('[data-section="goods"]');
    await window.press("Control+Enter");
    await window.see('input[type="password"]');
    const before = (await window.ask("certificate_search", { text: "", filters: { status: null, agreement: null, destination: null, month: null }, offset: 0, limit: 1 })).total;
    await window.page.waitForFunction(() => document.activeElement?.getAttribute("type") === "password");
    await window.type("not this one");
    await window.see(READY);
    await window.press("Control+Enter");
    await window.see('[data-code="pin_wrong"]');
    await window.picture("trouble-pin-wrong");
    assert.equal(await window.page.locator('input[type="password"]').inputValue(), "", "the PIN is forgotten");
    await window.tabTo('input[type="password"]');
    await window.type(PIN);
    await window.see(READY);
    await window.press("Control+Enter");
    await window.seeText("is issued");
    assert.equal((await window.ask("certificate_search", { text: "", filters: { status: null, agreement: null, destination: null, month: null }, offset: 0, limit: 1 })).total, before + 1);
  },
};

const tampered = {
  name: "trouble: a changed file is not genuine, a genuine one is, and neither is kept",
  run: async (window) => {
    await window.press("Control+3");
    await window.toRow("DCC2026000001");
    await window.press("Enter");
    await window.see("main h1 >> text=DCC2026000001");
    await window.press("Control+s");
    await window.seeText("Saved as");
    const [name] = readdirSync(window.host.saved).filter((each) => each.endsWith(".xml"));
    const xml = readFileSync(join(window.host.saved, name), "utf8");

    await window.find("Receive");
    await window.see('nav [data-page="check"][aria-current]');
    await openFile(window, file("good.xml", xml));
    await window.see('[data-verdict="genuine"], [data-verdict="look"]');
    await window.picture("trouble-file-genuine");

    assert.match(xml, /Leatherwood honey/);
    await openFile(window, file("changed.xml", xml.replace("Leatherwood honey", "Leatherwood syrup")));
    await window.see('[data-verdict="not_genuine"]');
    assert.match(await window.text("[data-verdict] h2"), /Changed after signing|Not genuine/);
    await window.picture("trouble-file-changed");
    await window.accessible("a changed file");

    await openFile(window, file("cut.xml", xml.slice(0, 1500)));
    await window.see('[data-verdict="not_genuine"], [data-verdict="cannot_judge"], main [role="alert"]');
    await window.picture("trouble-file-cut");

    // With no good copy of its number here, the part is told that the digest fails on; a file has no decision either way.
    for (const language of ["en", "ar"]) {
      await window.settings({ language });
      await window.press("Control+f");
      await openFile(window, file("foreign.xml", xml.replaceAll("DCC2026000001", "DCC2026777777").replace("Leatherwood honey", "Leatherwood syrup")));
      await window.see('[data-verdict="not_genuine"]:has-text("DCC2026777777")');
      assert.equal(await window.count("[data-decision]"), 0);
      await window.see("[data-no-copy]");
      await window.picture(`trouble-file-no-copy-${language}`);
      await window.accessible("a changed file without a good copy");
      await window.fits("a changed file without a good copy");
      await openFile(window, file("changed.xml", xml.replace("Leatherwood honey", "Leatherwood syrup")));
      await window.seeText("Leatherwood syrup");
      assert.equal(await window.count("[data-no-copy]"), 0);
      await window.picture(`trouble-file-changed-${language}`);
    }
    await window.settings({ language: "en" });
  },
};

const lists = {
  name: "trouble: a trust list that is none is refused, and a key file that is none is not taken",
  run: async (window) => {
    await window.find("Receive");
    await window.press("Control+5");
    await window.inList();
    await openFile(window, file("list.jws", "this is no list"));
    await window.see('[data-code="trust_list_refused"], [data-code="file_unreadable"]');
    await window.picture("trouble-trust-list");
    await window.find("workplace Issue");
    await window.press("Control+5");
    await window.inList();
    await window.give("Control+Enter", file("key.p12", "no key at all"));
    await window.see('[role="dialog"] input');
    await window.tabTo('[role="dialog"] input:not([type="password"])');
    await window.type("A key");
    await window.tabTo('input[type="password"]');
    await window.type("secret words");
    await window.press("Control+Enter");
    await window.see('[role="dialog"] [role="alert"]');
    await window.picture("trouble-key-file");
    await window.press("Escape");
  },
};

const paused = {
  name: "trouble: sending paused is a condition, not a fault: the sentence has the count, and nothing is red",
  run: async (window) => {
    await window.press("Control+4");
    await window.find("Pause");
    await window.see("footer >> text=Sending is paused");
    assert.equal(await window.count('footer [data-tone="problem"]'), 0);
    await window.picture("trouble-paused");
    await window.find("Resume");
    await window.page.locator("footer >> text=Sending is paused").waitFor({ state: "detached" });
  },
};

export const trouble = { tests: [imports, pin, tampered, lists, paused] };
