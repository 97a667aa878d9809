import { describe, expect, it } from "vitest";
import { content, receivedView } from "../../testing/samples";
import { show } from "../../testing/render";
import { CertificateFields } from "./CertificateFields";
import { proofKind } from "./ProofKind";
import { VerdictCard } from "./VerdictCard";

const authorisation = { number: "AE-2026-7", category: "", authority: "Customs of Kenya", from: "", to: "" };
const declaration = content({ proofType: "862", certification: null, authorisation });
const card = () => document.querySelector<HTMLElement>('[data-proof="declaration"]');

describe("the kind of proof", () => {
  it("is said with the verdict on a self-declaration, with what entitles the exporter", async () => {
    await show(<VerdictCard view={receivedView("AE-1", { content: declaration })} />);
    expect(card()?.textContent).toContain("AE-2026-7");
  });

  it("is not said of a certificate, nor of a file that cannot be read", async () => {
    await show(<><VerdictCard view={receivedView("KE-1", { content: content({ proofType: "864" }) })} /><VerdictCard view={receivedView("KE-2", { content: null })} /></>);
    expect(document.querySelectorAll("[data-verdict]").length).toBe(2);
    expect(card()).toBeNull();
  });

  it("stands among the fields, and who declares is not called an issuer", async () => {
    const labels = () => [...document.querySelectorAll("dt")].map((term) => term.textContent);
    const first = await show(<CertificateFields content={content({ proofType: "864" })} />);
    const of = labels();
    first.unmount();
    await show(<CertificateFields content={declaration} />);
    expect(labels().length).toBe(of.length + 2);
    expect(labels().filter((label) => !of.includes(label)).length).toBe(3);
  });

  it("has two words in a register", () => {
    expect(proofKind({ isSelfDeclaration: true })).not.toBe(proofKind({ isSelfDeclaration: false }));
  });
});
