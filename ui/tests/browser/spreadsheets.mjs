/** Spreadsheets of several applications: looked at, one column named, taken over, and remembered; by keyboard alone. */
import assert from "node:assert/strict";
import { openFile } from "./journeys.mjs";
import { workbook } from "./workbook.mjs";

const file = (name, buffer) => ({ name, mimeType: "application/octet-stream", buffer });

const HEADS = {
  en: ["Order no", "Exporter", "Consignee", "Destination", "Description", "HS code", "Gross weight (kg)", "Lot"],
  ar: ["رقم الطلب", "المصدر", "المرسل إليه", "بلد المقصد", "وصف البضاعة", "رمز النظام المنسق", "الوزن الإجمالي (kg)", "الدفعة"],
};
const order = (exporter, month, at) => [`${month}-${at}`, exporter, `Buyer ${at} Pty Ltd`, "AU", `Green tea, ${month} ${at}`, at === 2 ? 902100 : "0902.10", 100.5 * at, `LOT ${month} ${at}`];
/** A title above the heads, three applications, the second with two lines. */
const orders = (exporter, month, heads) =>
  workbook("Orders", [[`Orders of ${month}`], heads, order(exporter, month, 1), order(exporter, month, 2), [`${month}-2`, exporter, "Buyer 2 Pty Ltd", "AU", "Black tea", "0902.30", 12, "LOT B"], order(exporter, month, 3)]);

const field = (head) => `[role="row"]:has([data-column="head"]:has-text("${head}")) [data-column="field"]`;
const findingsTab = '[role="radio"]:nth-of-type(2)';

const toField = async (window, head) => {
  await window.toRow(head);
  for (let step = 0; step < 6 && !(await window.page.evaluate(() => document.activeElement?.dataset.column === "field")); step++) {
    await window.press(await window.page.evaluate(() => (document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight")));
  }
};

const threeApplications = (language, w) => ({
  name: `spreadsheet: three applications, one column named, all drafts at once, remembered for the next file, in ${language}`,
  run: async (window) => {
    const exporter = `Kyoto Leaf ${language} KK`;
    const heads = HEADS[language];
    const [gross, lot] = heads.slice(6);
    const before = (await window.ask("draft_list", { offset: 0, limit: 1 })).total;
    await window.settings({ language });
    await window.press("Control+1");
    await window.inList();
    await openFile(window, file("may.xlsx", orders(exporter, "May", heads)));
    await window.see('[data-columns-by="proposal"]');
    await window.see(`${field(lot)} [data-field="unknown"]`);
    await window.see(`${field(gross)} [data-field="items.gross_mass"]`);
    await window.accessible("spreadsheet columns");
    await window.fits("spreadsheet columns");
    await window.picture(`spreadsheet-${language}-1-columns`);

    // The column nobody knew is for the marks on the packages.
    await toField(window, lot);
    await window.press("F2");
    await window.see('[role="listbox"] [role="option"]');
    await window.type(w.marks);
    await window.see('[role="option"]:has-text("items.packages.marks")');
    await window.accessible("spreadsheet picker");
    await window.picture(`spreadsheet-${language}-2-picker`);
    await window.press("Enter");
    await window.page.locator('[role="listbox"]').waitFor({ state: "detached" });
    await window.see(`${field(lot)} [data-field="items.packages.marks"]`);
    await window.see('[data-columns-by="choice"]');

    // They name no form and would be without preference: one form is chosen for all.
    await window.tabTo('[data-path="how.agreement"]');
    await window.press("ArrowDown");
    await window.see('[role="listbox"] [role="option"]');
    await window.type("China-Aus");
    await window.press("Enter");
    await window.page.locator('[role="listbox"]').waitFor({ state: "detached" });
    await window.tabTo(`main ${findingsTab}`).catch(() => window.tabTo('main [role="radio"]'));
    while (!(await window.page.evaluate((tab) => document.activeElement?.matches(tab), findingsTab))) await window.press(await window.page.evaluate(() => (document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight")));
    await window.press("Space");
    // A tariff code that became a number, with the cell it stands in.
    await window.see('[role="row"]:has-text("Orders!F4"):has-text("902100")');
    await window.accessible("spreadsheet findings");
    await window.fits("spreadsheet findings");
    await window.picture(`spreadsheet-${language}-3-noticed`);

    await window.press("Control+Enter");
    await window.see('[data-made="3"]');
    await window.inList();
    await window.accessible("spreadsheet made");
    await window.picture(`spreadsheet-${language}-4-made`);
    await window.press("Enter");
    await window.see('[data-section="goods"]');
    const drafts = await window.ask("draft_list", { offset: 0, limit: 50 });
    assert.equal(drafts.total, before + 3);
    const ours = drafts.rows.filter((row) => row.exporter === exporter);
    assert.deepEqual(ours.map((row) => row.items).sort(), [1, 1, 2]);
    assert.deepEqual([...new Set(ours.map((row) => row.agreement))], ["chafta"]);
    const opened = await window.ask("draft_open", { draftId: ours.find((row) => row.consignee === "Buyer 3 Pty Ltd").id });
    assert.equal(opened.content.items[0].packages[0].marks, "LOT May 3");

    // The next file of the same exporter maps itself, though its name is another one.
    await window.press("Control+1");
    await openFile(window, file("june.xlsx", orders(exporter, "June", heads)));
    await window.see('[data-columns-by="exporter"]');
    await window.see(`${field(lot)} [data-field="items.packages.marks"]`);
    assert.match(await window.text("[data-columns-by]"), new RegExp(exporter));
    await window.picture(`spreadsheet-${language}-5-remembered`);
    // Looked at and left: nothing was made of it.
    await window.press("Control+2");
    await window.inList();
    assert.equal((await window.ask("draft_list", { offset: 0, limit: 1 })).total, before + 3);
  },
});

const thousands = {
  name: "spreadsheet: thousands of rows of text in an old encoding are looked at and walked through",
  run: async (window) => {
    await window.settings({ language: "fr" });
    const rows = Array.from({ length: 5_000 }, (_, at) => `D-${at};Épices du Rif SARL;Gewürze GmbH;DE;Poivre noir ${at};0904.12;${at},5`);
    const text = ["N° de demande;Exportateur;Destinataire;Pays de destination;Désignation des marchandises;Code SH;Poids brut (kg)", ...rows].join("\r\n");
    await window.press("Control+1");
    const began = Date.now();
    await openFile(window, file("demandes.csv", Buffer.from(text, "latin1")));
    await window.see('[data-columns-by="proposal"]');
    console.log(`       5,000 applications were looked at in ${((Date.now() - began) / 1000).toFixed(1)} s`);
    await window.see('main >> text="Épices du Rif SARL"');
    assert.match((await window.text("[data-sum]")).replaceAll(/[\u202f\u00a0\s]/g, " "), /5 000 demandes, 5 000 lignes/);
    // The decimal mark of the person's language is taken for the file, and the encoding is told as a guess.
    await window.see('main button:has-text("windows-1252")');
    await window.tabTo('main [role="radio"]');
    await window.press("ArrowRight", "ArrowRight", "Space");
    await window.see('[role="grid"][aria-rowcount="5001"]');
    await window.tabTo('[role="gridcell"]');
    await window.press("Control+End");
    await window.see('[role="row"]:has-text("D-4999")');
    assert.ok((await window.count('[role="row"]')) < 120, "only rows that are seen are drawn");
    await window.picture("spreadsheet-thousands");
  },
};

const strange = {
  name: "spreadsheet: one that cannot be read says why, and one without known headings can be named",
  run: async (window) => {
    await window.settings({ language: "en" });
    await window.press("Control+1");
    await openFile(window, file("cut.xlsx", orders("Firm", "May", HEADS.en).subarray(0, 700)));
    await window.see('[role="dialog"] [role="alert"], main [role="alert"]');
    await window.picture("spreadsheet-cut");
    await window.press("Escape");
    await window.press("Control+1");
    await openFile(window, file("own.csv", Buffer.from("Alpha;Beta\n1;Tea\n2;Coffee\n")));
    await window.see('[data-columns-by="proposal"]');
    await window.see(`${field("Alpha")} [data-field="unknown"]`);
    await toField(window, "Alpha");
    await window.press("F2");
    await window.see('[role="listbox"] [role="option"]');
    await window.type("ref");
    await window.press("Enter");
    await window.see(`${field("Alpha")} [data-field="ref"]`);
    await window.see("[data-sum]:has-text(\"2 applications\")");
    // Escape gives the search up and changes nothing.
    await toField(window, "Beta");
    await window.press("F2");
    await window.see('[role="listbox"] [role="option"]');
    await window.press("Escape");
    await window.page.locator('[role="listbox"]').waitFor({ state: "detached" });
    await window.press("Escape");
    await window.see(`${field("Beta")} [data-field="unknown"]`);
  },
};

export const spreadsheets = { tests: [threeApplications("en", { marks: "marks and" }), threeApplications("ar", { marks: "packages.marks" }), thousands, strange] };
