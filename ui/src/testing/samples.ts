/** Records for unit tests. Invented firms; shapes as the program sends them. */
import type {
  AgreementView, AppState, BalanceRow, CertificateContent, CertificateRow, CertificateView, DraftView, GoodsItem, KeyRow, Lamps, OutboxRow,
  Party, ReceivedRow, ReceivedView, Verdict,
} from "../host/types";

export const party = (name: string, country: string, part: Partial<Party> = {}): Party => ({
  name, ids: [], contactName: "", channels: [],
  address: { lines: ["Plot 12, Sixth Street"], city: "Kampala", region: "", postcode: "00100", country },
  ...part,
});

export const item = (sequence: number, part: Partial<GoodsItem> = {}): GoodsItem => ({
  sequence, packages: [{ marks: `KT/${sequence}`, count: "80", kind: "BG", kindText: "" }], description: "Black tea, BP1, in bulk", productCodes: [],
  hsCode: "090240", hsPrinted: "0902.40", hsEdition: "2022", hsList: "", originCountry: "KE", originRegion: "", preferenceCountry: "", criterion: "WO", criterionCode: "WO",
  criterionPercent: "", criterionHeading: "", criterionSub: "", rvcMethod: "", instances: [], cumulationCountries: [],
  producerRefs: [], grossMass: { amount: "4560", unit: "KGM" }, netMass: { amount: "4480.5", unit: "KGM" }, quantities: [], ledger: null, value: null, invoiceRefs: [1],
  producerDeclaration: null,
  ...part,
});

export const content = (part: Partial<CertificateContent> = {}): CertificateContent => ({
  number: "", agreement: "chafta", agreementName: "China-Australia Free Trade Agreement", formCode: "CO", formVersion: "1", proofType: "861", isPreferential: true,
  flags: [], issuedAt: "", issuePlace: { code: "", name: "" }, validFrom: "", validTo: "", remarks: [], copies: null, checkAddress: "", checkToken: "", packageTotal: "", grossMassTotal: null,
  issuer: { code: "KE-001", name: "Nairobi Chamber", address: party("", "KE").address, channels: [], accreditation: "", competentAuthority: { name: "", country: "" } },
  exporterDeclaration: null, certification: null, authorisation: null,
  exporter: party("Kericho Tea Ltd", "KE"), importer: null, consignee: party("Kampala Grocers", "UG"), consignor: null, producers: [], invoicingParty: null, agent: null,
  transport: {
    exportCountry: "KE", destinationCountry: "UG", departure: "2026-11-24", mode: "3", meansName: "Truck KDA 123X", meansId: "", voyage: "", meansIdKind: "", meansKind: "",
    loading: { code: "KENBO", name: "Nairobi" }, discharge: { code: "UGKLA", name: "Kampala" }, route: [], documents: [], carrier: "", carrierId: "", equipment: [], ucr: "", traderReference: "",
  },
  items: [item(1), item(2, { description: "Black tea, PF1, in bulk" })],
  invoices: [{ number: "2026-118", date: "2026-11-20", kind: "", thirdParty: false }],
  references: [], evidence: [], orders: [], documentaryCredit: null, legalisations: [], amendments: [], annexDigest: "",
  ...part,
});

export const draftView = (part: Partial<DraftView> = {}): DraftView => ({
  id: "d1", stamp: "s1", savedAt: "2026-11-23T14:03:22Z", content: content(), findings: [], marks: [], newer: null, ...part,
});

export const agreement = (part: Partial<AgreementView> = {}): AgreementView => ({
  id: "chafta", name: "ChAFTA", formCode: "CO", formTitle: "Certificate of Origin", proof: "preferential", parties: ["CN", "AU"], switchedOn: true, used: null, toConfirm: 0,
  boxes: [
    ["1", "exporter", "Exporter"], ["2", "producers", "Producer"], ["3", "importer", "Importer"], ["4", "transport", "Means of transport and route"],
    ["5", "remarks", "Remarks"], ["7", "items.packages.marks", "Marks"], ["8", "items.description", "Description"], ["9", "items.hs.printed", "HS code"],
    ["10", "items.criterion.printed", "Origin criterion"], ["11", "items.gross_mass", "Weight"], ["12", "items.invoices", "Invoice"],
    ["13", "exporter_declaration", "Declaration"], ["14", "certification", "Certification"],
  ].map(([n = "", key = "", label = ""]) => ({ n, key, label, required: "always", words: [], maxChars: null })),
  criteria: [{ code: "WO", meaning: "wholly obtained", reference: "Article 3.3", printed: "WO", examples: [] }],
  flags: [{ code: "RETROACTIVE", words: "ISSUED RETROACTIVELY" }], itemsMax: 20, hsMin: 6, hsMax: 6, hsEdition: "2022",
  ...part,
});

export const lamps = (part: Partial<Lamps> = {}): Lamps => ({
  gateway: { state: "lit", word: { code: "lamp.gateway", params: {} }, at: "2026-11-23T14:02:00Z" },
  abroad: { state: "turning", word: { code: "lamp.empty", params: {} }, at: null },
  customs: { state: "empty", word: { code: "lamp.empty", params: {} }, at: null },
  ...part,
});

export const certificateRow = (number: string, part: Partial<CertificateRow> = {}): CertificateRow => ({
  number, issuedAt: "2026-11-23T14:02:00Z", exporter: "Kericho Tea Ltd", consignee: "Kampala Grocers", destination: "UG", agreement: "ChAFTA", isSelfDeclaration: false,
  status: { code: "certificate.issued", params: {} }, delivery: { code: "delivery.gateway", params: {} }, destinationState: { code: "destination.unknown", params: {} },
  ...part,
});

export const certificateView = (number: string, part: Partial<CertificateView> = {}): CertificateView => ({
  number, content: content({ number, issuedAt: "2026-11-23T14:02:00Z" }), status: { code: "certificate.issued", params: {} },
  delivery: { code: "delivery.gateway", params: {} }, destinationState: { code: "destination.unknown", params: {} }, lamps: lamps(),
  evidence: [{ id: "e1", kind: "receipt", at: "2026-11-23T14:02:00Z", from: "National gateway", text: "" }], awaitsStamp: false,
  journal: [{ seq: "7", at: "2026-11-23T14:02:00Z", who: "L. Mwangi", about: number, word: { code: "certificate.issued", params: { number } } }],
  documentSha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", submissionId: "0f8fad5b-d9cb-469f-a165-70867728950e", uses: [], canCancel: true,
  ...part,
});

export const keyRow = (part: Partial<KeyRow> = {}): KeyRow => ({
  id: "k1", label: "L. Mwangi", officer: "L. Mwangi", body: "Nairobi Chamber", validFrom: "2026-01-01", validTo: "2027-12-31",
  state: { code: "key_state.ready", params: {} }, demonstration: true, place: { code: "key_place.passphrase", params: {} },
  ...part,
});

export const outboxRow = (number: string, part: Partial<OutboxRow> = {}): OutboxRow => ({
  id: `o-${number}`, number, kind: "issue", destination: "UG", state: { code: "delivery.waiting", params: {} }, lamps: lamps(), since: "2026-11-23T13:52:00Z",
  attempts: 2, nextTry: "2026-11-23T14:15:00Z", acts: [], whatNow: { code: "now.wait", params: { next: "2026-11-23T14:15:00Z" } }, ...part,
});

export const verdict = (part: Partial<Verdict> = {}): Verdict => ({
  kind: "genuine", headline: { code: "verdict.genuine", params: {} }, reasons: [], signedBy: "Nairobi Chamber", officer: "L. Mwangi",
  signedAt: "2026-11-23T14:02:00Z", validTo: "2027-11-22", listNumber: "12", listIssuedAt: "2026-11-20T18:00:00Z", ...part,
});

export const balanceRow = (number: string, sequence: number, part: Partial<BalanceRow> = {}): BalanceRow => ({
  number, sequence, description: "Black tea, PF1, in bulk", certified: "8960", used: "3000", left: "5960", unit: "KGM", earlier: [], ...part,
});

export const receivedView = (number: string, part: Partial<ReceivedView> = {}): ReceivedView => ({
  number, recordId: "r1", stamp: "v1", verdict: verdict(), content: content({ number }), decision: { code: "decision.new", params: {} },
  balance: [balanceRow(number, 1, { certified: "4480", used: "0", left: "4480", description: "Black tea, BP1, in bulk" }), balanceRow(number, 2)],
  journal: [], receivedAt: "2026-11-23T14:05:00Z", changedFields: [], canDecide: true, ...part,
});

export const receivedRow = (number: string, part: Partial<ReceivedRow> = {}): ReceivedRow => ({
  number, issuer: "Nairobi Chamber", exporter: "Kericho Tea Ltd", consignee: "Kampala Grocers", origin: "KE", agreement: "ChAFTA", isSelfDeclaration: false,
  receivedAt: "2026-11-23T14:05:00Z", verdict: "genuine", headline: { code: "verdict.genuine", params: {} }, decision: { code: "decision.new", params: {} }, ...part,
});

export const appState = (part: Partial<AppState> = {}): AppState => ({
  officeName: "Nairobi Chamber", officeCountry: "KE", workplaces: ["issue", "receive"], who: "J. Otieno", role: "examiner", demonstration: true, today: "2026-11-23",
  settings: { language: "en", theme: "light", textSize: "100", density: "normal", digits: "latin" },
  status: { line: { code: "line.online", params: {} }, outboxWaiting: 2, outboxNeedsYou: 0, key: { code: "key.ready", params: {} }, trust: { code: "trust.fresh", params: { age_days: "0" } }, clock: null, lastBackup: null },
  ...part,
});
