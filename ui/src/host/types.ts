/**
 * In what shapes do window and program talk?
 * Every number that counts (money, quantity, id, date) is a string; lists are windows of rows; words are codes.
 * Field names are camelCase of the Rust names. `string | null` where Rust has an Option.
 * Paths inside findings stay those of the certificate model, in snake_case, items by sequence number.
 */

/* ---------- shared ---------- */

export type Severity = "block" | "warn" | "info";

/** Something noticed about a document. `params` are texts for the sentence. */
export type Finding = { code: string; severity: Severity; path: string; params: Record<string, string> };

/** What went wrong with the world. `reference` is shown in small print, for instance `E-4F2A`. */
export type ApiError = {
  code: ErrorCode;
  message: string;
  field?: string | null;
  findings?: Finding[];
  params?: Record<string, string>;
  reference: string;
};

/** The codes the window does something different for. Signing, gate and trust codes of the seal come as findings. */
export type ErrorCode =
  | "not_found" | "stale" | "blocked_by_findings" | "pin_wrong" | "pin_locked" | "key_not_usable" | "key_expired"
  | "key_unreadable" | "key_unknown" | "number_block_empty" | "number_used" | "file_unreadable" | "file_too_large"
  | "file_format_unknown" | "trust_list_refused" | "not_allowed" | "already_decided" | "quantity_exceeded"
  | "offline" | "disk_full" | "database_newer" | "database_busy" | "second_start" | "layout_overflow" | "state_conflict"
  | "bad_request" | "internal";

/** A code with its parameters; the window owns the sentence. */
export type Word = { code: string; params: Record<string, string> };

/** Asks for a window of rows. */
export type Page = { offset: number; limit: number };

/** A window of rows. */
export type Rows<T> = { rows: T[]; total: number; offset: number };

/** A file: a path the shell was given (dropped, chosen), or bytes handed over before with `file_hold`. */
export type FileSource = { kind: "path"; path: string } | { kind: "held"; handle: string };

/** The person's own marks, by which typed numbers are read. */
export type NumberMarks = { decimal: string; group: string };

/** What a typed number is: a value in canonical decimal text, a question with its readings, or not a number. */
export type NumberReading =
  | { kind: "value"; value: string }
  | { kind: "question"; readings: string[] }
  | { kind: "unreadable" };

export type Tag = "app" | "drafts" | "certificates" | "outbox" | "received" | "balances" | "keys" | "issuers" | "journal" | "settings";

/** The one event. It carries no data: read again what you show. */
export type Changed = { tags: Tag[] };

export type Empty = Record<string, never>;

/* ---------- app ---------- */

export type Workplace = "issue" | "receive";
export type Language = "en" | "fr" | "es" | "ar";
export type Theme = "system" | "light" | "dark";

export type Settings = { language: Language; theme: Theme; textSize: string; density: "normal" | "compact"; digits: "latin" | "arabic" };

export type AppState = {
  officeName: string;
  officeCountry: string;
  workplaces: Workplace[];
  who: string;
  role: string;
  demonstration: boolean;
  today: string;
  settings: Settings;
  status: StatusBar;
};

/** The line under everything. `line.code` is one of `line.online`, `line.offline`, `line.paused`, `line.no_partner`. */
export type StatusBar = {
  line: Word;
  outboxWaiting: number;
  outboxNeedsYou: number;
  /** `key.ready`, `key.locked`, `key.none`, `key.expired`. */
  key: Word;
  /** `trust.fresh`, `trust.ageing`, `trust.old`, `trust.none`; params `age_days`, `issued_at`. */
  trust: Word;
  lastBackup: string | null;
};

/** How many of each kind the demonstration brought. */
export type ExamplesImported = { drafts: number; draftId: string | null };

/* ---------- desk and drafts ---------- */

export type DeskRow = {
  id: string;
  /** Draft id or certificate number, as `kind` says. */
  kind: "draft" | "certificate";
  title: string;
  exporter: string;
  destination: string;
  form: string;
  items: number;
  fixes: number;
  looks: number;
  /** Certificate status word: `certificate.draft`, `certificate.to_sign` … */
  status: Word;
  changedAt: string;
};

export type Desk = { rows: DeskRow[]; total: number; offset: number; issuedToday: number; drafts: number; waiting: number };

export type DraftRow = {
  id: string;
  exporter: string;
  consignee: string;
  destination: string;
  agreement: string;
  items: number;
  fixes: number;
  looks: number;
  changedAt: string;
  status: Word;
};

export type Place = { code: string; name: string };
export type Measure = { amount: string; unit: string };
export type PartyId = { scheme: string; value: string };
export type Channel = { kind: string; value: string };
export type Address = { lines: string[]; city: string; region: string; postcode: string; country: string };
export type Party = { name: string; ids: PartyId[]; address: Address; contactName: string; channels: Channel[] };
export type Producer = { number: number; party: Party; sameAsExporter: boolean; confidential: boolean };
export type Packages = { marks: string; count: string; kind: string; kindText: string };
export type Invoice = { number: string; date: string; thirdParty: boolean };
export type Value = { amount: string; currency: string; basis: string };
export type TransportDocument = { kind: string; number: string };

export type GoodsItem = {
  sequence: number;
  packages: Packages[];
  description: string;
  productCodes: string[];
  hsCode: string;
  hsPrinted: string;
  hsEdition: string;
  originCountry: string;
  originRegion: string;
  preferenceCountry: string;
  criterion: string;
  criterionCode: string;
  producerRefs: number[];
  grossMass: Measure | null;
  netMass: Measure | null;
  quantities: Measure[];
  value: Value | null;
  invoiceRefs: number[];
};

export type Transport = {
  exportCountry: string;
  destinationCountry: string;
  /** A day, an instant, or words such as "earliest available". */
  departure: string;
  mode: string;
  meansName: string;
  meansId: string;
  voyage: string;
  loading: Place;
  discharge: Place;
  route: string[];
  documents: TransportDocument[];
  carrier: string;
};

export type Attestation = { text: string; date: string; place: Place; name: string; title: string };
export type Reference = { role: string; kind: string; number: string; date: string; issuer: string; country: string };
export type IssuingBody = { code: string; name: string; address: Address; channels: Channel[] };

/** The certificate as the editor holds it and as a certificate page shows it. Empty texts for what is missing. */
export type CertificateContent = {
  number: string;
  agreement: string;
  agreementName: string;
  formCode: string;
  formVersion: string;
  proofType: string;
  isPreferential: boolean;
  flags: string[];
  issuedAt: string;
  issuePlace: Place;
  validFrom: string;
  validTo: string;
  remarks: string[];
  packageTotal: string;
  grossMassTotal: Measure | null;
  issuer: IssuingBody;
  exporterDeclaration: Attestation | null;
  certification: Attestation | null;
  exporter: Party;
  importer: Party | null;
  consignee: Party | null;
  consignor: Party | null;
  producers: Producer[];
  invoicingParty: Party | null;
  transport: Transport;
  items: GoodsItem[];
  invoices: Invoice[];
  references: Reference[];
};

export type DraftView = {
  id: string;
  stamp: string;
  savedAt: string;
  content: CertificateContent;
  findings: Finding[];
  /** Paths a clone cleared: drawn as "check me". */
  marks: string[];
};

export type DraftSaved = { stamp: string; savedAt: string; findings: Finding[] };

/** An imported or new draft, with what was noticed on the way in. */
export type DraftBorn = { id: string; findings: Finding[] };

/** Goods cells that can be pasted, by their names. */
export type GoodsField =
  | "marks" | "packageCount" | "packageKind" | "description" | "hs" | "originCountry" | "criterion" | "grossMass"
  | "netMass" | "quantity" | "unit" | "value" | "currency" | "invoice";

/** A pasted row: only the cells that were there; masses and values in canonical decimal text. */
export type PastedRow = { cells: Partial<Record<GoodsField, string>> };
/** A number that can mean two things, in the row `row` (from 0) of this paste. */
export type PasteQuestion = { row: number; field: GoodsField; typed: string; readings: string[] };
export type GoodsPasted = { rows: PastedRow[]; questions: PasteQuestion[]; headerFound: boolean; ignoredColumns: string[] };

/* ---------- agreements ---------- */

export type AgreementRow = { id: string; name: string; formCode: string; formTitle: string; proof: string; parties: string[]; switchedOn: boolean };
export type AgreementBox = { n: string; key: string; label: string; required: "always" | "if_known" | "never" | "by_authority"; words: string[]; maxChars: number | null };
export type AgreementCriterion = { code: string; meaning: string; reference: string; printed: string; examples: string[] };
export type AgreementFlag = { code: string; words: string };
export type AgreementView = AgreementRow & { boxes: AgreementBox[]; criteria: AgreementCriterion[]; flags: AgreementFlag[]; itemsMax: number | null; hsMin: number; hsMax: number };

/* ---------- certificates ---------- */

export type CertificateFilters = { status: string | null; agreement: string | null; destination: string | null; month: string | null };

export type CertificateRow = {
  number: string;
  issuedAt: string;
  exporter: string;
  consignee: string;
  destination: string;
  agreement: string;
  /** `certificate.issued`, `certificate.replaced`, `certificate.withdrawn`, `certificate.expired` … */
  status: Word;
  /** `delivery.*` */
  delivery: Word;
  /** `destination.*` */
  destinationState: Word;
};

export type LampState = "empty" | "turning" | "waiting" | "half" | "lit" | "refused" | "struck";
export type Lamp = { state: LampState; word: Word; at: string | null };
export type Lamps = { gateway: Lamp; abroad: Lamp; customs: Lamp };

/** One stored proof. `kind`: receipt, delivery, refusal, answer, void. */
export type EvidenceRow = { id: string; kind: string; at: string; from: string; text: string };
/** One journal line; `word.code` is `journal.*`. */
export type JournalRow = { seq: string; at: string; who: string; about: string; word: Word };

export type CertificateView = {
  number: string;
  content: CertificateContent;
  status: Word;
  delivery: Word;
  destinationState: Word;
  lamps: Lamps;
  evidence: EvidenceRow[];
  journal: JournalRow[];
  /** SHA-256 of the signed bytes. */
  documentSha256: string;
  submissionId: string | null;
  uses: UseRow[];
  canCancel: boolean;
};

export type UseRow = { sequence: number; quantity: string; unit: string; granted: boolean; reason: string; declaration: string; declaredOn: string; at: string; from: string };

export type Issued = { number: string };
export type Saved = { path: string };

/* ---------- keys ---------- */

export type KeyRow = { id: string; label: string; officer: string; body: string; validFrom: string; validTo: string; state: Word; demonstration: boolean };

/* ---------- outbox ---------- */

export type OutboxRow = {
  id: string;
  number: string;
  /** `issue`, `cancel`, `answer`, `utilisation`. */
  kind: string;
  destination: string;
  state: Word;
  lamps: Lamps;
  since: string;
  attempts: number;
  nextTry: string | null;
  /** What now: `now.nothing`, `now.wait`, `now.replace`, `now.sign_in`, `now.disk`, `now.clock`, `now.receipt` … */
  whatNow: Word;
};

export type Outbox = { rows: OutboxRow[]; total: number; offset: number; paused: boolean; issuedToday: number; deliveredToday: number; underWay: number; needsYou: number; lastDelivery: string | null };

/* ---------- receiving ---------- */

export type VerdictKind = "genuine" | "look" | "not_genuine" | "cannot_judge";

export type Verdict = {
  kind: VerdictKind;
  /** `verdict.genuine`, `verdict.look`, `verdict.changed`, `verdict.issuer_unknown`, `verdict.not_entitled`, `verdict.withdrawn`, `verdict.replaced`, `verdict.expired`, `verdict.used_up`, `verdict.paper_only`, `verdict.cannot_judge`. */
  headline: Word;
  reasons: Finding[];
  signedBy: string;
  officer: string;
  signedAt: string | null;
  validTo: string | null;
  /** Which trust list judged, and from when. */
  listNumber: string;
  listIssuedAt: string | null;
};

export type BalanceRow = {
  number: string;
  sequence: number;
  description: string;
  certified: string;
  used: string;
  left: string;
  unit: string;
  earlier: UseRow[];
};

/** What the check box answers. `found` is null when nothing here has that number. */
export type CheckAnswer = {
  typed: string;
  found: ReceivedView | null;
  /** Other numbers like it, when there is no exact hit. */
  similar: string[];
  searched: number;
  newest: string | null;
};

export type ReceivedRow = {
  number: string;
  issuer: string;
  exporter: string;
  consignee: string;
  origin: string;
  agreement: string;
  receivedAt: string;
  verdict: VerdictKind;
  headline: Word;
  /** `decision.*` */
  decision: Word;
};

export type ReceivedView = {
  number: string;
  /** Held but not kept: a file that was only looked at has no record and cannot be decided on. */
  recordId: string | null;
  stamp: string;
  verdict: Verdict;
  content: CertificateContent | null;
  decision: Word;
  balance: BalanceRow[];
  journal: JournalRow[];
  receivedAt: string | null;
  /** What changed against a good copy that is known here. */
  changedFields: { path: string; was: string; is: string }[];
  canDecide: boolean;
};

export type ReceivedFilters = { decision: string | null; verdict: VerdictKind | null };

export type ItemDecision = { sequence: number; quantity: string; unit: string; granted: boolean; reason: string };

export type IssuerRow = { id: string; name: string; country: string; state: string; officers: number; keys: number; schemes: string[]; from: string; to: string };
export type Issuers = { rows: IssuerRow[]; total: number; offset: number; listNumber: string; issuedAt: string | null; age: Word };
