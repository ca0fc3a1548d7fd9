import { Kind } from 'graphql';
import { resolvers } from '../../../resolvers/manifest.ts';
import { type Example } from '../../../local/graphiql/client/examples.ts';
import { contract, fieldNamed, isRoot } from '../../support/contract.ts';
import { type Examples } from './examples.ts';

export const rootFields = [contract.getQueryType(), contract.getMutationType()].flatMap(type =>
  Object.values(type?.getFields() ?? {}),
);

/** `Type.field` of every root field of the contract, and of every other field with a resolver. */
export const coordinates: readonly string[] = [
  ...[contract.getQueryType(), contract.getMutationType()].flatMap(type =>
    Object.keys(type?.getFields() ?? {}).map(name => `${type?.name}.${name}`),
  ),
  ...resolvers.flatMap(({ typeName, fieldName }) =>
    isRoot(typeName) ? [] : [`${typeName}.${fieldName}`],
  ),
];

/** Those that only read. */
export const readable = coordinates.filter(coordinate => !coordinate.startsWith('Mutation.'));

/** A question for one field, about something that the data have; a mutation's comes to nothing on any data. */
interface FieldQuestion {
  readonly text: string;
  /** Where the field is in the answer: the root field, and the way to the nested one if it is one. */
  readonly path: readonly [string, ...string[]];
  /** Whether the data have what is asked about. Otherwise it is asked about what they do not have. */
  readonly exists: boolean;
}

export async function questionFor(
  coordinate: string,
  selection: string,
  examples: Examples,
): Promise<FieldQuestion> {
  const [type = '', name = ''] = coordinate.split('.');
  if (type === 'Mutation') {
    const given =
      name === 'setArchiveSchedule' ? `(enabled: ${await examples.isScheduled()})` : inVain[name];
    if (given === undefined) throw new Error(`no arguments are known that ${name} refuses`);
    return { text: `mutation { ${name}${given} ${selection} }`, path: [name], exists: true };
  }
  if (type === 'Query') {
    const { text, exists } = await argumentsOf(name, examples);
    return { text: `{ ${name}${text} ${selection} }`, path: [name], exists };
  }
  if (type === 'AuditEvent') {
    return {
      text: `{ auditEvents { items { ${name} } } }`,
      path: ['auditEvents', 'items', '0', name],
      exists: true,
    };
  }
  const way = ways[type];
  if (way === undefined) throw new Error(`no way is known to a ${type}`);
  const { text, exists } = await argumentsOf(way, examples);
  return { text: `{ ${way}${text} { ${name} ${selection} } }`, path: [way, name], exists };
}

/** Whether the contract admits a group to a field of the type Query. */
export function admits(name: string, group: string): boolean {
  const directives = fieldNamed(`Query.${name}`).astNode?.directives ?? [];
  const groups = directives.flatMap(({ arguments: given }) => given ?? []).map(arg => arg.value);
  if (groups.length === 0) return true;
  return groups.some(
    list =>
      list.kind === Kind.LIST &&
      list.values.some(value => value.kind === Kind.STRING && value.value === group),
  );
}

/** An id that no row of any data has. */
export const NOBODY = '2147483647';

/** Arguments that a query cannot do without. */
async function argumentsOf(
  name: string,
  { today, find, isArchived }: Examples,
): Promise<{ text: string; exists: boolean }> {
  if (name === 'dailySummaries') {
    return { text: `(from: "${today}", to: "${today}")`, exists: true };
  }
  if (name === 'databaseTable') return { text: '(name: "feedback")', exists: true };
  if (name === 'archiveObject') {
    return { text: '(table: PROGRAM)', exists: await isArchived() };
  }
  const example = examplesNeeded[name];
  if (example === undefined) return { text: '', exists: true };
  const id = await find(example);
  const argument = name === 'consultantCandidates' ? 'appointmentId' : 'id';
  return { text: `(${argument}: "${id ?? NOBODY}")`, exists: id !== null };
}

const examplesNeeded: Readonly<Record<string, Example>> = {
  appointment: 'appointment',
  consultant: 'consultant',
  customer: 'customer',
  program: 'program',
  consultantCandidates: 'unassignedAppointment',
  archiveRun: 'archiveRun',
  job: 'job',
};

/** Arguments with which a mutation is heard and changes nothing, whatever the data are: most are refused. */
const inVain: Readonly<Record<string, string>> = {
  createAppointment: `(input: { customerId: "nobody-${NOBODY}", date: "2026-12-01", startTime: "08:15" })`,
  updateAppointment: `(id: "${NOBODY}", input: { description: "in vain" })`,
  rescheduleAppointment: `(id: "${NOBODY}", date: "2026-12-01", startTime: "08:15")`,
  confirmAppointment: `(id: "${NOBODY}")`,
  completeAppointment: `(id: "${NOBODY}", outcome: ATTENDED)`,
  cancelAppointment: `(id: "${NOBODY}", reason: "in vain")`,
  assignConsultant: `(appointmentId: "${NOBODY}", consultantId: "1")`,
  unassignConsultant: `(appointmentId: "${NOBODY}")`,
  autoAssignConsultant: `(appointmentId: "${NOBODY}")`,
  autoAssignDay: '(date: "2020-01-01", dryRun: true)',
  createConsultant: '(input: { fullName: " " })',
  updateConsultant: `(id: "${NOBODY}", input: { qualifications: "in vain" })`,
  disableConsultant: `(id: "${NOBODY}")`,
  enableConsultant: `(id: "${NOBODY}")`,
  createCustomer: '(input: { fullName: " " })',
  updateCustomer: `(id: "nobody-${NOBODY}", input: { notes: "in vain" })`,
  disableCustomer: `(id: "nobody-${NOBODY}")`,
  enableCustomer: `(id: "nobody-${NOBODY}")`,
  anonymiseCustomer: `(id: "nobody-${NOBODY}", confirm: true)`,
  createTimeslot: `(input: { consultantId: "${NOBODY}", date: "2026-11-24", startTime: "09:00", endTime: "10:00" })`,
  generateTimeslots: `(input: { consultantIds: ["${NOBODY}"], from: "2026-11-24", to: "2026-11-24" })`,
  updateTimeslot: `(id: "${NOBODY}", input: { endTime: "10:00" })`,
  blockTimeslot: `(id: "${NOBODY}")`,
  openTimeslot: `(id: "${NOBODY}")`,
  deleteTimeslot: `(id: "${NOBODY}")`,
  createProgram: '(input: { name: " ", date: "2026-12-05" })',
  updateProgram: `(id: "${NOBODY}", input: { content: "in vain" })`,
  startProgram: `(id: "${NOBODY}")`,
  completeProgram: `(id: "${NOBODY}")`,
  disableProgram: `(id: "${NOBODY}")`,
  enableProgram: `(id: "${NOBODY}")`,
  registerParticipant: `(programId: "${NOBODY}", customerId: "nobody-${NOBODY}")`,
  cancelParticipant: `(programId: "${NOBODY}", customerId: "nobody-${NOBODY}")`,
  markAttended: `(programId: "${NOBODY}", customerIds: ["nobody-${NOBODY}"])`,
  runArchive: '(clientToken: " ")',
  announceArchiveRun: '(key: "in vain")',
  verifyArchive: '(clientToken: " ")',
  loadDays: '(from: "2026-11-20", to: "2026-11-19")',
  restoreDrill: '(clientToken: " ")',
  // Gives a link, and changes nothing.
  createImportUpload: '(file: CUSTOMER)',
  importOriginal: '(input: { files: [] })',
  exportOriginal: '(clientToken: " ")',
  exportCsv: '(input: { query: CUSTOMERS }, clientToken: " ")',
  recordFeedback: `(appointmentId: "${NOBODY}", rating: 4)`,
};

/** The root field that leads to an object on which nested fields hang. */
const ways: Readonly<Record<string, string>> = {
  Consultant: 'consultant',
  Customer: 'customer',
  Program: 'program',
};
