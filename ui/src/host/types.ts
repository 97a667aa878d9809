/**
 * In what shapes do window and program talk?
 * Every number that counts (money, quantity, id, date) is a string; lists are windows of rows; words are codes.
 * Field names are camelCase of the Rust names. `string | null` where Rust has an Option.
 * Paths inside findings stay those of the certificate model, in snake_case, items by sequence number.
 * Written by `cargo xtask codegen` from `tamga-api`; a test compares.
 */

/* ---------- shared ---------- */

/** How much a finding weighs. */
export type Severity = "block" | "warn" | "info";

/** Something noticed about a document. Paths stay those of the certificate model, in snake_case, items by sequence. */
export type Finding = { code: string; severity: Severity; path: string; params: Record<string, string> };

/** The codes the window does something different for. What a seal, a gate or a trust list found comes as findings. */
export type ErrorCode =
  | "not_found" | "stale" | "blocked_by_findings" | "pin_wrong" | "pin_locked" | "key_not_usable" | "key_expired"
  | "key_unreadable" | "key_unknown" | "number_block_empty" | "number_used" | "file_unreadable" | "file_too_large"
  | "file_format_unknown" | "trust_list_refused" | "code_list_refused" | "not_allowed" | "already_decided"
  | "quantity_exceeded" | "offline" | "disk_full" | "database_newer" | "database_busy" | "second_start" | "no_office"
  | "layout_overflow" | "state_conflict" | "bad_request" | "internal";

/** What went wrong with the world. */
export type ApiError = {
  code: ErrorCode;
  /** For a log and a helper on the telephone; the window's sentence belongs to the code. */
  message: string;
  field?: string | null;
  findings?: Array<Finding>;
  params?: Record<string, string>;
  /** Shown in small print, for instance `E-4F2A`. */
  reference: string;
};

/** A code with its parameters; the window owns the sentence. */
export type Word = { code: string; params: Record<string, string> };

/** Asks for a window of rows. */
export type Page = { offset: number; limit: number };

/** A window of rows. */
export type Rows<T> = { rows: Array<T>; total: number; offset: number };

/** A file: a path the shell was given (dropped, chosen), or bytes handed over before with `file_hold`. */
export type FileSource = { kind: "path"; path: string } | { kind: "held"; handle: string };

/** What a file is chosen for. */
export type FilePurpose = "draft" | "check" | "key" | "trust" | "codes" | "bundle" | "card_program";

/** What kind of file is wanted. */
export type FileChoose = { purpose: FilePurpose };

/** The path a person chose, or null. */
export type FileChosen = { path: string | null };

/** Names bytes that the program keeps for a moment. */
export type Handle = { handle: string };

/** The person's own marks, by which typed numbers are read. */
export type NumberMarks = { decimal: string; group: string };

/** What a typed number is: a value in canonical decimal text, a question with its readings, or not a number. */
export type NumberReading =
  | { kind: "value"; value: string }
  | { kind: "question"; readings: Array<string> }
  | { kind: "unreadable" };

/** What a change touches and a command reads. */
export type Tag =
  | "app" | "drafts" | "certificates" | "outbox" | "received" | "balances" | "keys" | "issuers" | "journal"
  | "settings";

/** The one event. It carries no data: read again what you show. */
export type Changed = { tags: Array<Tag> };

/** Nothing to say. */
export type Empty = Record<string, never>;

/* ---------- app ---------- */

export type Workplace = "issue" | "receive";

export type Language = "en" | "fr" | "es" | "ar";

export type Theme = "system" | "light" | "dark";

export type Density = "normal" | "compact";

export type Digits = "latin" | "arabic";

export type Settings = {
  language: Language;
  theme: Theme;
  /** Per cent, for instance `100`. */
  textSize: string;
  density: Density;
  digits: Digits;
};

export type SettingsSave = { settings: Settings };

export type AppState = {
  officeName: string;
  officeCountry: string;
  workplaces: Array<Workplace>;
  who: string;
  role: string;
  demonstration: boolean;
  today: string;
  settings: Settings;
  status: StatusBar;
  /** The same for each workplace, where two offices share the window; `officeName`, `who` and `role` name all. */
  desks?: Array<WorkplaceFacts>;
};

/** Which office and person stand behind a workplace. */
export type WorkplaceFacts = { workplace: Workplace; officeName: string; who: string; role: string };

/** The line under everything. */
export type StatusBar = {
  /** `line.online`, `line.offline`, `line.paused`, `line.no_partner`. */
  line: Word;
  outboxWaiting: number;
  outboxNeedsYou: number;
  /** `key.ready`, `key.locked`, `key.none`, `key.expired`. */
  key: Word;
  /** `trust.fresh`, `trust.ageing`, `trust.old`, `trust.none`; params `age_days`, `issued_at`. */
  trust: Word;
  /** `clock.apart` with `here` and `there`, when this computer's clock and a gateway's are far apart. */
  clock: Word | null;
  lastBackup: string | null;
};

/** How many the demonstration brought, and the first of them. */
export type ExamplesImported = { drafts: number; draftId: string | null };

/* ---------- desk and drafts ---------- */

export type DeskKind = "draft" | "certificate";

export type DeskRow = {
  /** Draft id or certificate number, as `kind` says. */
  id: string;
  kind: DeskKind;
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

export type Desk = {
  rows: Array<DeskRow>;
  total: number;
  offset: number;
  issuedToday: number;
  drafts: number;
  waiting: number;
};

export type DraftRow = {
  id: string;
  stamp: string;
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

export type Address = { lines: Array<string>; city: string; region: string; postcode: string; country: string };

export type Party = { name: string; ids: Array<PartyId>; address: Address; contactName: string; channels: Array<Channel> };

export type Producer = { number: number; party: Party; sameAsExporter: boolean; confidential: boolean };

export type Packages = { marks: string; count: string; kind: string; kindText: string };

export type Invoice = { number: string; date: string; kind: string; thirdParty: boolean };

export type Value = { amount: string; currency: string; basis: string; incoterm: string };

export type Agent = {
  /** `representative` or `attorney`. */
  kind: string;
  party: Party;
};

export type Amendment = { reason: string; path: string; before: string; after: string };

export type Authorisation = { number: string; category: string; authority: string; from: string; to: string };

export type CompetentAuthority = { name: string; country: string };

export type DocumentaryCredit = { number: string; date: string; bank: string };

export type Equipment = { number: string; seals: Array<string> };

export type Legalisation = {
  kind: string;
  authority: string;
  country: string;
  reference: string;
  date: string;
  status: string;
  remark: string;
};

export type Order = { kind: string; number: string; date: string };

export type ProducerDeclaration = { number: string; date: string };

export type SupportingDocument = {
  category: string;
  kind: string;
  number: string;
  name: string;
  date: string;
  digest: string;
};

export type TransportDocument = { kind: string; number: string };

export type GoodsItem = {
  sequence: number;
  packages: Array<Packages>;
  description: string;
  productCodes: Array<string>;
  hsCode: string;
  hsPrinted: string;
  hsEdition: string;
  hsList: string;
  originCountry: string;
  originRegion: string;
  preferenceCountry: string;
  criterion: string;
  criterionCode: string;
  criterionPercent: string;
  criterionHeading: string;
  criterionSub: string;
  rvcMethod: string;
  instances: Array<string>;
  cumulationCountries: Array<string>;
  producerRefs: Array<number>;
  grossMass: Measure | null;
  netMass: Measure | null;
  quantities: Array<Measure>;
  /** Which of the quantities write-offs count, from 1. */
  ledger: number | null;
  value: Value | null;
  invoiceRefs: Array<number>;
  producerDeclaration: ProducerDeclaration | null;
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
  meansIdKind: string;
  meansKind: string;
  loading: Place;
  discharge: Place;
  route: Array<string>;
  documents: Array<TransportDocument>;
  carrier: string;
  carrierId: string;
  equipment: Array<Equipment>;
  ucr: string;
  traderReference: string;
};

export type Attestation = { text: string; date: string; place: Place; name: string; title: string };

export type Reference = {
  role: string;
  kind: string;
  number: string;
  date: string;
  issuer: string;
  country: string;
  line: number | null;
};

export type IssuingBody = {
  code: string;
  name: string;
  address: Address;
  channels: Array<Channel>;
  accreditation: string;
  competentAuthority: CompetentAuthority;
};

/** The certificate as the editor holds it and as a certificate page shows it. */
export type CertificateContent = {
  number: string;
  agreement: string;
  agreementName: string;
  formCode: string;
  formVersion: string;
  proofType: string;
  isPreferential: boolean;
  flags: Array<string>;
  issuedAt: string;
  issuePlace: Place;
  validFrom: string;
  validTo: string;
  remarks: Array<string>;
  copies: number | null;
  checkAddress: string;
  checkToken: string;
  packageTotal: string;
  grossMassTotal: Measure | null;
  issuer: IssuingBody;
  exporterDeclaration: Attestation | null;
  certification: Attestation | null;
  authorisation: Authorisation | null;
  exporter: Party;
  importer: Party | null;
  consignee: Party | null;
  consignor: Party | null;
  producers: Array<Producer>;
  invoicingParty: Party | null;
  agent: Agent | null;
  transport: Transport;
  items: Array<GoodsItem>;
  invoices: Array<Invoice>;
  references: Array<Reference>;
  evidence: Array<SupportingDocument>;
  orders: Array<Order>;
  documentaryCredit: DocumentaryCredit | null;
  legalisations: Array<Legalisation>;
  amendments: Array<Amendment>;
  annexDigest: string;
};

export type DraftCreate = { agreement: string };

/** Names a draft. */
export type DraftId = { draftId: string };

/** What stands in another box on the new form. */
export type CarryMoved = { key: string; from: string; to: string };

/** What the new form has no place for; `line` is null for the certificate as a whole. */
export type CarryLost = { key: string; line: number | null; text: string };

/** A criterion that must be chosen again. */
export type CarryCriterion = { line: number; printed: string };

/** What carrying a draft over does. */
export type CarryLooked = {
  /** Name of the new form. */
  form: string;
  stamp: string;
  moved: Array<CarryMoved>;
  lost: Array<CarryLost>;
  /** Labels of the boxes that it asks anew. */
  asked: Array<string>;
  criteria: Array<CarryCriterion>;
  /** Must the exporter sign again? */
  signAgain: boolean;
};

export type DraftCarry = {
  draftId: string;
  /** The stamp that was looked at. */
  stamp: string;
};

export type DraftView = {
  id: string;
  stamp: string;
  savedAt: string;
  content: CertificateContent;
  findings: Array<Finding>;
  /** Paths a clone cleared: drawn as "check me". */
  marks: Array<string>;
  /** Name of the newer version of its form that is in force, when there is one. */
  newer: string | null;
};

export type DraftSave = { draftId: string; stamp: string; content: CertificateContent };

export type DraftSaved = { stamp: string; savedAt: string; findings: Array<Finding> };

export type DraftChecked = { findings: Array<Finding> };

/** `agreement` is null to let the file say it. */
export type DraftImport = { source: FileSource; agreement: string | null };

export type DraftClone = { number: string };

/** An imported or new draft, with what was noticed on the way in. */
export type DraftBorn = { id: string; findings: Array<Finding> };

/** Goods cells that can be pasted, by their names. */
export type GoodsField =
  | "marks" | "packageCount" | "packageKind" | "description" | "hs" | "originCountry" | "criterion" | "grossMass"
  | "netMass" | "quantity" | "unit" | "value" | "currency" | "invoice";

/** `start` is the cell the paste begins in. */
export type GoodsPaste = { text: string; marks: NumberMarks; start: GoodsField };

/** A pasted row: only the cells that were there; masses and values in canonical decimal text. */
export type PastedRow = { cells: { [key in GoodsField]?: string } };

/** A number that can mean two things, in the row `row` (from 0) of this paste. */
export type PasteQuestion = { row: number; field: GoodsField; typed: string; readings: Array<string> };

export type GoodsPasted = {
  rows: Array<PastedRow>;
  questions: Array<PasteQuestion>;
  headerFound: boolean;
  ignoredColumns: Array<string>;
};

export type NumberRead = { text: string; marks: NumberMarks };

/* ---------- applications from spreadsheets ---------- */

/** What a file may be taken over as. */
export type FileKind = "document" | "spreadsheet";

/** What parts the cells of a line of text. */
export type CellSeparator = "comma" | "semicolon" | "tab" | "bar";

/** How the letters of a text were found. */
export type EncodingBy = "choice" | "mark" | "bytes" | "guess";

/** How the separator was found. */
export type SeparatorBy = "choice" | "first_line" | "lines" | "nothing";

/** Order of day and month. */
export type DayOrder = "dmy" | "mdy" | "ymd";

/** Where the meaning of the columns is known from. */
export type ColumnsBy = "choice" | "exporter" | "heads" | "proposal";

export type FileLook = { source: FileSource };

export type FileLooked = {
  kind: FileKind;
  /** Name of the file; empty for one that came without a name. */
  name: string;
};

/** A column as a person wants it read; `field` is empty for one that is left out. */
export type ColumnChoice = {
  sheet: string;
  /** What stands in its head, or its letters where the head is empty. */
  head: string;
  field: string;
  unit: string;
};

/** How numbers and days are read; `days` is null where a column must settle its order. */
export type CellReading = {
  marks: NumberMarks;
  days: DayOrder | null;
  /** Tariff codes that became numbers get their leading zero back. */
  leadingZeros: boolean;
};

/** How a file is read. What is null is detected, remembered or proposed. */
export type HowToRead = {
  encoding: string | null;
  separator: CellSeparator | null;
  reading: CellReading | null;
  columns: Array<ColumnChoice> | null;
  agreement: string | null;
  /** The person's own marks, where nothing is remembered. */
  usual: NumberMarks;
};

export type ApplicationsLook = { source: FileSource; how: HowToRead };

export type TextRead = { encoding: string; encodingBy: EncodingBy; separator: CellSeparator; separatorBy: SeparatorBy };

export type ColumnSeen = {
  letters: string;
  head: string;
  /** Empty for a column that is left out, null for one that nobody knows. */
  field: string | null;
  unit: string;
  samples: Array<string>;
};

export type SheetSeen = { name: string; headRow: number; rows: number; columns: Array<ColumnSeen> };

export type ApplicationSeen = {
  reference: string;
  exporter: string;
  destination: string;
  /** Null when no form is found for it. */
  agreement: string | null;
  items: number;
  findings: number;
};

/** `reference` is empty where it is about the file; the cell stands in the parameter `where`. */
export type SheetFinding = { reference: string; finding: Finding };

export type ApplicationsSeen = {
  /** Names what was looked at; goes back with the import. */
  digest: string;
  sheets: Array<SheetSeen>;
  /** Null for a workbook. */
  text: TextRead | null;
  columnsBy: ColumnsBy;
  /** Whose earlier file the columns are known from, when they are. */
  exporter: string;
  reading: CellReading;
  applications: Array<ApplicationSeen>;
  /** The heaviest first; of very many the first ones. */
  findings: Array<SheetFinding>;
  findingsTotal: number;
};

export type ApplicationsImport = { source: FileSource; how: HowToRead; digest: string };

export type ApplicationBorn = { reference: string; draftId: string; fixes: number; looks: number };

export type ApplicationsBorn = { drafts: Array<ApplicationBorn> };

/* ---------- agreements ---------- */

export type AgreementRow = {
  id: string;
  name: string;
  formCode: string;
  formTitle: string;
  proof: string;
  parties: Array<string>;
  switchedOn: boolean;
  /** When a draft or certificate was made on it last: 1 for the newest; null where it was never used. */
  used: number | null;
  /** Facts that were not compared with the agreement's text, neither by its source nor by this office. */
  toConfirm: number;
};

export type AgreementRows = { rows: Array<AgreementRow> };

export type AgreementId = { id: string };

/** Where a fact was read; `grade` is A (official text), B or C. */
export type FactSource = { title: string; grade: string };

/** The office's confirmation of a fact. */
export type FactConfirmed = { article: string; persons: Array<string>; on: string };

export type AgreementFact = {
  fact: string;
  value: string;
  note: string;
  sources: Array<FactSource>;
  /** Must it be compared with the agreement's text, whether somebody did or not? */
  doubtful: boolean;
  confirmed: FactConfirmed | null;
  /** Another value was confirmed before. */
  lapsed: boolean;
};

/** Switches a form on or off for new drafts. */
export type AgreementSwitch = { id: string; on: boolean };

export type AgreementFacts = { rows: Array<AgreementFact> };

export type FactConfirm = { agreement: string; fact: string; article: string; person: string; second: string };

/** When a box must be filled. */
export type Requirement = "always" | "if_known" | "never" | "by_authority";

export type AgreementBox = {
  n: string;
  key: string;
  label: string;
  required: Requirement;
  words: Array<string>;
  maxChars: number | null;
};

export type AgreementCriterion = {
  code: string;
  meaning: string;
  reference: string;
  printed: string;
  examples: Array<string>;
};

export type AgreementFlag = { code: string; words: string };

export type AgreementView = {
  boxes: Array<AgreementBox>;
  criteria: Array<AgreementCriterion>;
  flags: Array<AgreementFlag>;
  itemsMax: number | null;
  hsMin: number;
  hsMax: number;
  /** Year of the Harmonized System that its codes are of; empty where it names none. */
  hsEdition: string;
  id: string;
  name: string;
  formCode: string;
  formTitle: string;
  proof: string;
  parties: Array<string>;
  switchedOn: boolean;
  /** When a draft or certificate was made on it last: 1 for the newest; null where it was never used. */
  used: number | null;
  /** Facts that were not compared with the agreement's text, neither by its source nor by this office. */
  toConfirm: number;
};

/* ---------- certificates ---------- */

export type CertificateFilters = {
  status: string | null;
  agreement: string | null;
  destination: string | null;
  month: string | null;
};

export type CertificateSearch = { text: string; filters: CertificateFilters; offset: number; limit: number };

export type CertificateRow = {
  number: string;
  issuedAt: string;
  exporter: string;
  consignee: string;
  destination: string;
  agreement: string;
  isSelfDeclaration: boolean;
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

/** One stored proof. */
export type EvidenceRow = {
  id: string;
  /** `receipt`, `delivery`, `refusal`, `answer`, `void`, `stamp`, `certificate`, `crl`, `ocsp`. */
  kind: string;
  at: string;
  from: string;
  text: string;
};

/** One journal line; `word.code` is `journal.*`. */
export type JournalRow = { seq: string; at: string; who: string; about: string; word: Word };

export type JournalRead = { about: string | null; offset: number; limit: number };

/** Names a certificate. */
export type CertificateNumber = { number: string };

export type CertificateView = {
  number: string;
  content: CertificateContent;
  status: Word;
  delivery: Word;
  destinationState: Word;
  lamps: Lamps;
  evidence: Array<EvidenceRow>;
  /** A service is asked for its time stamp, which is not here yet. */
  awaitsStamp: boolean;
  journal: Array<JournalRow>;
  /** SHA-256 of the signed bytes. */
  documentSha256: string;
  submissionId: string | null;
  uses: Array<UseRow>;
  canCancel: boolean;
};

export type UseRow = {
  sequence: number;
  quantity: string;
  unit: string;
  granted: boolean;
  reason: string;
  declaration: string;
  declaredOn: string;
  at: string;
  from: string;
};

export type CertificateIssue = { draftId: string; stamp: string; keyId: string; pinHandle: string };

export type Issued = { number: string };

/** A draft as it was looked at. */
export type DraftStamp = { draftId: string; stamp: string };

export type CertificatesIssue = { drafts: Array<DraftStamp>; keyId: string; pinHandle: string };

/** One of `number` and `error` is null; both are when the batch ended before this draft, which then stays as it is. */
export type IssuedOfMany = { draftId: string; number: string | null; error: ApiError | null };

export type CertificatesIssued = { results: Array<IssuedOfMany> };

export type CertificateCancel = {
  number: string;
  reason: string;
  /** Who agrees, where customs reported a use; null otherwise. */
  secondPerson: string | null;
  keyId: string;
  pinHandle: string;
};

/** `path` is null to let the person choose. */
export type CertificateXmlSave = { number: string; path: string | null };

export type Saved = { path: string };

/* ---------- lists ---------- */

/** How a goods code was found; hits come in this order. */
export type FoundBy = "code" | "exporter" | "office" | "subheading" | "heading" | "synonym" | "perhaps";

/** `agreement` names the form whose year counts where none was chosen; both it and `exporter` may be empty. */
export type HsFind = { text: string; language: string; agreement: string; exporter: string; year: number | null };

/** One step of a path: chapter, heading or subheading. */
export type HsStep = { code: string; text: string; language: string };

export type HsHit = {
  /** With its point: `0901.21`; with national digits behind where it was used so before. */
  code: string;
  /** Year of the Harmonized System that the code is of. */
  year: number;
  path: Array<HsStep>;
  unit: string;
  found: FoundBy;
  /** What it became in the form's year, when that is another one and a list says so. */
  became: Array<string>;
};

export type HsFound = {
  /** Year that the form names; null where it names none. */
  formYear: number | null;
  /** Year of the list that was searched; null where there is no list of goods codes on this machine. */
  year: number | null;
  /** Every year there is a list of, oldest first. */
  years: Array<number>;
  hits: Array<HsHit>;
};

/** When and from whom the office took a list in. */
export type CodeListTaken = {
  /** Who made it; empty for a table. */
  maker: string;
  /** Who signed it, as the office calls them or else the id of their key; empty for a table. */
  signer: string;
  person: string;
  at: string;
};

export type CodeList = {
  id: string;
  version: string;
  /** Day of its text; empty when it is not known. */
  date: string;
  source: string;
  licence: string;
  rows: number;
  languages: Array<string>;
  /** Of a working set a missing code may exist all the same. */
  whole: boolean;
  /** Year of the Harmonized System, for lists of goods codes. */
  hsYear: number | null;
  /** Null for the lists of the program. */
  taken: CodeListTaken | null;
};

/** `name` is empty for those who publish the trust lists. */
export type PublisherRow = { kid: string; name: string };

export type CodeLists = {
  rows: Array<CodeList>;
  /** Are the large lists (goods, places, countries, currencies) on this machine? */
  large: boolean;
  /** Whose packs are taken. */
  publishers: Array<PublisherRow>;
};

/** `version` is what a person says about a table whose file does not; a pack says it itself. */
export type CodeListFile = { source: FileSource; version: string };

/** What taking a list in changes. */
export type CodeListLooked = {
  list: CodeList;
  added: number;
  changed: number;
  removed: number;
  /** Codes without a text in one of the list's languages. */
  withoutText: number;
  /** Rows that their publisher marks as deleted. */
  deleted: number;
  findings: Array<Finding>;
};

export type CodeListId = { id: string };

/** `key` is `kid:key`, as the publisher hands it out. */
export type PublisherBelieve = { key: string; name: string };

/* ---------- keys ---------- */

export type KeyRow = {
  id: string;
  label: string;
  officer: string;
  body: string;
  validFrom: string;
  validTo: string;
  state: Word;
  demonstration: boolean;
  /** Where the private half is: on this computer, or on a card. */
  place: Word;
};

export type KeyRows = { rows: Array<KeyRow> };

/**
 * `pinHandle` is the file's password; the key gets it as PIN too where `newPinHandle` is null. `which` names one of
 * several keys in the file.
 */
export type KeyImport = {
  source: FileSource;
  label: string;
  pinHandle: string;
  newPinHandle: string | null;
  which: string | null;
};

export type KeyImported = { id: string; advice: Array<Finding> };

/* ---------- cards ---------- */

/** A program of a card's maker that is on this computer, or is in use. */
export type CardProgram = {
  /** Whole path. */
  path: string;
  inUse: boolean;
};

export type CardPrograms = { rows: Array<CardProgram> };

/** `program` is one of those listed, or was chosen by a person. */
export type CardsLook = { program: string };

/** A key on a card, as far as its certificate shows it without a PIN. */
export type CardKey = {
  /** Hex. */
  id: string;
  label: string;
  name: string;
  algorithm: string;
  validFrom: string;
  validTo: string;
  /** `key_state.ready`, `key_state.expired`, `key_state.not_yet`. */
  state: Word;
  /** Is it taken into use here already? */
  inUse: boolean;
};

export type CardRow = {
  label: string;
  serial: string;
  maker: string;
  model: string;
  /** `card_pin.good`, `card_pin.few_left`, `card_pin.last_try`, `card_pin.locked`. */
  pin: Word;
  /** Is the PIN typed on the reader's own keys? */
  pad: boolean;
  keys: Array<CardKey>;
};

export type Cards = { rows: Array<CardRow> };

/** `card` is its serial number, `key` its id in hex; `pinHandle` is null where the reader has keys of its own. */
export type CardUse = { program: string; card: string; key: string; label: string; pinHandle: string | null };

/** Where the program of the card's maker lies now. */
export type CardMove = { keyId: string; program: string };

/** Another PIN for a key that is kept on this computer. */
export type KeyPinChange = { keyId: string; pinHandle: string; newPinHandle: string };

/* ---------- time stamps ---------- */

export type StampSettings = {
  /** None when nobody is asked. */
  url: string | null;
  /** Since when it is asked. */
  since: string | null;
  /** The newest stamp that was fetched. */
  lastAt: string | null;
  /** Where that one came from. */
  lastAddress: string | null;
  /** Documents that still wait for a stamp. */
  waiting: number;
  /** Services the trust list names. */
  trusted: Array<string>;
  /** Is there a trust list at all? */
  hasList: boolean;
};

/** `url` is null to ask nobody any more. */
export type StampSettingsSave = { url: string | null };

export type StampTry = { url: string };

/** What came of asking for one stamp: `at` when it gave one, `finding` when it gave none or when it would not count. */
export type StampTried = {
  at: string | null;
  by: string;
  /** Its name in the trust list; null when the list does not vouch for it. */
  service: string | null;
  finding: Finding | null;
};

/* ---------- outbox ---------- */

export type OutboxAct = "again" | "concede" | "give_up";

export type GivenUp = "never_left" | "promised" | "was_taken";

export type OutboxRead = { showDelivered: boolean; offset: number; limit: number };

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
  /** What a person can do about it. */
  acts: Array<OutboxAct>;
};

export type Outbox = {
  rows: Array<OutboxRow>;
  total: number;
  offset: number;
  paused: boolean;
  issuedToday: number;
  deliveredToday: number;
  underWay: number;
  needsYou: number;
  lastDelivery: string | null;
};

/** `id` is null for all that waits. */
export type OutboxSendNow = { id: string | null };

export type OutboxAgain = { id: string };

/** A second person agrees, and somebody says why. */
export type OutboxSettle = { id: string; secondPerson: string; reason: string };

export type OutboxGivenUp = { outcome: GivenUp };

export type OutboxPause = { paused: boolean };

/* ---------- carried by hand ---------- */

export type BundlesRead = { workplace: Workplace };

/** What others need to know of this office, with whom it exchanges bundles, and what went and came. */
export type BundlesState = {
  node: string;
  party: string;
  /** As a trust list names it, `kid:key`. */
  signingKey: string;
  /** What bundles for this office are closed with, `age1…`. */
  recipient: string;
  partners: Array<BundlePartner>;
  /** Newest first. */
  lines: Array<BundleLine>;
  missing: Array<BundleGap>;
  /** Without a trust list no bundle can be believed. */
  hasList: boolean;
};

export type BundlePartner = {
  node: string;
  party: string;
  /** `age1…`. */
  recipients: Array<string>;
  /** Two letters each; none for all. */
  countries: Array<string>;
};

export type BundleLine = {
  packedHere: boolean;
  node: string;
  n: number;
  entries: number;
  /** Entries the other side confirmed; of one that was read here, those that were taken in. */
  confirmed: number;
  at: string;
  isWhole: boolean;
  name: string;
};

/** Numbers of bundles that are missing. */
export type BundleGap = { node: string; first: number; last: number };

export type BundleNodeSave = { workplace: Workplace; node: string };

export type BundlePartnerSave = { workplace: Workplace; partner: BundlePartner };

export type BundlePartnerRemove = { workplace: Workplace; node: string };

export type BundleWrite = {
  workplace: Workplace;
  /** The partner. */
  node: string;
  withTrustList: boolean;
};

/** What lies on the stick, read back; `folder` is null when the person chose none. */
export type BundleWritten = { folder: string | null; bundles: Array<BundlePacked> };

export type BundlePacked = {
  n: number;
  entries: number;
  /** Entries of the other side it confirms. */
  confirms: number;
  /** Name of the file. */
  name: string;
};

export type BundleReadFile = { workplace: Workplace; source: FileSource };

/** What reading a bundle did. */
export type BundleTaken = {
  from: string;
  n: number;
  packedAt: string | null;
  wasRead: boolean;
  taken: number;
  known: number;
  aside: Array<BundleAside>;
  confirmed: number;
  usable: number;
  quarantined: number;
  missing: Array<BundleGap>;
  newerTrustList: number | null;
  isForked: boolean;
};

/** An entry that had no effect, and why. */
export type BundleAside = {
  kind: string;
  id: string;
  /** `bundle_aside.*`, or the code of whoever refused it. */
  why: string;
};

/* ---------- asked ---------- */

export type QuestionAsk = {
  /** Issuing body, its code in the trust list. */
  issuer: string;
  number: string;
  issueDay: string;
  reason: string;
  declaration: string;
};

export type QuestionRow = {
  id: string;
  issuer: string;
  number: string;
  issueDay: string;
  reason: string;
  declaration: string;
  askedAt: string;
  /** `question.queued`, `question.stopped`, `question.waiting`, `question.answered`, `question.refused`. */
  state: Word;
  /** Null while it waits. */
  standing: QuestionStanding | null;
  answeredAt: string | null;
};

export type QuestionStanding = {
  /** `standing.valid`, `standing.suspended`, `standing.replaced`, `standing.cancelled`, `standing.unknown`. */
  word: Word;
  successor: string;
  signer: string;
  asOf: string;
  /** The certificate came along and stands in the register. */
  cameAlong: boolean;
};

export type VerificationRead = {
  workplace: Workplace;
  /** Null for all. */
  number: string | null;
};

export type Verifications = { rows: Array<Verification> };

export type Verification = {
  /** The same on both sides. */
  case: string;
  isOurs: boolean;
  party: string;
  issuer: string;
  number: string;
  /** `verification.*` */
  state: Word;
  overdue: boolean;
  grounds: string;
  papers: string;
  declaration: string;
  items: Array<number>;
  due: string;
  openedAt: string;
  replies: Array<VerificationSaid>;
  /** `reply`, `ask_for_time`. */
  acts: Array<string>;
};

export type VerificationSaid = {
  interim: boolean;
  items: Array<VerificationItem>;
  note: string;
  /** Day a reply is hoped for, in an interim one. */
  due: string | null;
  signedBy: string;
  at: string;
};

export type VerificationItem = {
  sequence: number;
  /** `confirmed`, `partly`, `not_confirmed`. */
  reply: string;
};

export type VerificationAsk = {
  number: string;
  grounds: string;
  items: Array<number>;
  papers: string;
  declaration: string;
  due: string;
};

export type VerificationExtend = { case: string; due: string; note: string; keyId: string; pinHandle: string };

export type VerificationReplySend = {
  case: string;
  items: Array<VerificationItem>;
  note: string;
  keyId: string;
  pinHandle: string;
};

/* ---------- contradictions ---------- */

/** A number under which two signed documents say different things; neither counts. */
export type Contradiction = { issuer: string; number: string; revision: number; images: Array<ContradictingImage> };

export type Contradictions = { rows: Array<Contradiction> };

export type ContradictingImage = {
  id: string;
  documentSha256: string;
  signedBy: string;
  officer: string;
  signedAt: string | null;
  receivedAt: string;
  /** `gateway`, `bundle`, `pull`, `file`. */
  via: string;
};

export type ImageSetAside = { id: string; secondPerson: string; reason: string };

/* ---------- receiving ---------- */

export type VerdictKind = "genuine" | "look" | "not_genuine" | "cannot_judge";

export type Verdict = {
  kind: VerdictKind;
  /**
   * `verdict.genuine`, `verdict.look`, `verdict.changed`, `verdict.issuer_unknown`, `verdict.not_entitled`,
   * `verdict.withdrawn`, `verdict.replaced`, `verdict.expired`, `verdict.used_up`, `verdict.paper_only`,
   * `verdict.not_certified`, `verdict.cannot_judge`.
   */
  headline: Word;
  reasons: Array<Finding>;
  signedBy: string;
  officer: string;
  signedAt: string | null;
  validTo: string | null;
  /** Which trust list judged. */
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
  earlier: Array<UseRow>;
};

export type BalanceRead = { text: string; offset: number; limit: number };

export type CheckNumber = { text: string };

export type CheckFile = { source: FileSource };

/** What the check box answers. */
export type CheckAnswer = {
  typed: string;
  /** Null when nothing here has that number. */
  found: ReceivedView | null;
  /** Other numbers like it, when there is no exact hit. */
  similar: Array<string>;
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
  isSelfDeclaration: boolean;
  receivedAt: string;
  verdict: VerdictKind;
  headline: Word;
  /** `decision.*` */
  decision: Word;
};

/** A place where the document differs from a good copy that is known here. */
export type ChangedField = { path: string; was: string; is: string };

export type ReceivedView = {
  number: string;
  /** Null for a file that was only looked at: it has no record and cannot be decided on. */
  recordId: string | null;
  stamp: string;
  verdict: Verdict;
  content: CertificateContent | null;
  decision: Word;
  balance: Array<BalanceRow>;
  journal: Array<JournalRow>;
  receivedAt: string | null;
  changedFields: Array<ChangedField>;
  canDecide: boolean;
};

export type ReceivedFilters = { decision: string | null; verdict: VerdictKind | null };

export type ReceivedSearch = { text: string; filters: ReceivedFilters; offset: number; limit: number };

export type ItemDecision = { sequence: number; quantity: string; unit: string; granted: boolean; reason: string };

export type DecisionSave = {
  number: string;
  stamp: string;
  declaration: string;
  declaredOn: string;
  items: Array<ItemDecision>;
  note: string;
};

export type DecisionSaved = { stamp: string };

export type IssuerRow = {
  id: string;
  name: string;
  country: string;
  state: string;
  officers: number;
  keys: number;
  schemes: Array<string>;
  from: string;
  to: string;
};

export type Issuers = {
  rows: Array<IssuerRow>;
  total: number;
  offset: number;
  listNumber: string;
  issuedAt: string | null;
  age: Word;
};

export type TrustImport = { source: FileSource };

export type TrustImported = { listNumber: string };

/* ---------- trust lists ---------- */

/** When something counts; empty `to`: no end is known. */
export type Span = { from: string; to: string };

/**
 * One change. `area`, `what`: words of `tamga_origin::trust`; `was`, `is`: a span as `2024-01-01/..`, a state, or
 * limits as words; empty `was` when it is new.
 */
export type TrustChange = {
  area: string;
  owner: string;
  id: string;
  name: string;
  what: string;
  was: string;
  is: string;
  /** Does it take a right away? */
  stops: boolean;
};

/** A received certificate whose verdict changes. */
export type VerdictChange = { number: string; issuer: string; was: Word; is: Word };

/** What a list would change. */
export type TrustPreview = {
  listNumber: string;
  issuedAt: string;
  inForce: boolean;
  changes: Array<TrustChange>;
  /** Why the publisher moved something in the past, or empty. */
  reason: string;
  verdicts: Array<VerdictChange>;
};

export type TrustLook = { source: FileSource };

/** The list that waits for somebody, if one does, and what is accepted without asking. */
export type TrustWaiting = { waiting: TrustPreview | null; acceptsGrowth: boolean };

/** The last look for newer lists at the office's gateway. */
export type ListsLooked = {
  /** Is there a gateway to look at? */
  asks: boolean;
  /** When it was; none before the first. */
  at: string | null;
  /** What did not work then; `path` is the issuer whose list it was, or empty for the trust list. */
  findings: Array<Finding>;
};

/** Up to when the status lists of a body speak. */
export type StatusKnown = {
  asOf: string;
  nextUpdate: string;
  /** Is the next one due and not here? */
  old: boolean;
  /** Number of a list that is missing before later ones. */
  missing: string | null;
};

export type TrustGrowth = { accepts: boolean };

/** A list that was taken. */
export type TrustListRow = {
  listNumber: string;
  issuedAt: string;
  nextUpdate: string;
  takenAt: string;
  changes: Array<TrustChange>;
  reason: string;
};

export type TrustLists = { rows: Array<TrustListRow> };

export type IssuerOpen = { id: string };

export type SpecimenRow = {
  /** `signature` or `stamp`. */
  kind: string;
  sha256: string;
  span: Span;
  /** Is the picture here? */
  here: boolean;
};

export type OfficerRow = {
  id: string;
  name: string;
  title: string;
  state: string;
  span: Span;
  schemes: Array<string>;
  specimens: Array<SpecimenRow>;
};

export type SchemeRow = { code: string; forms: Array<string>; destinations: Array<string>; span: Span };

/** A body with everything the list says of it. */
export type IssuerView = {
  id: string;
  names: Array<string>;
  country: string;
  accreditation: string;
  state: string;
  stateSince: string | null;
  span: Span;
  officers: Array<OfficerRow>;
  schemes: Array<SchemeRow>;
  keys: number;
  /** How far its status lists reach; none when there is none. */
  status: StatusKnown | null;
};

export type SpecimenRead = { sha256: string };
