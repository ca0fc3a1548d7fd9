/** An operation as the API function gets it. */
export interface Case {
  readonly title: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly selection: string;
  /** Bound on the p50, milliseconds, beside the bar on the ratio. */
  readonly atMost?: number;
}

const PAGE = `{ items { id date startTime endTime durationMinutes status description
  customer { id fullName phoneNumber } consultant { id fullName } feedback { rating comment } } nextToken }`;
const FIGURES = `{ appointments pending confirmed completed cancelled noShows completionRate noShowRate bookedMinutes
  offeredMinutes utilisation feedbackCount averageRating newCustomers newAppointments }`;
const CONSULTANT_FIGURES = `{ consultant { id fullName } appointments completed cancelled noShows completionRate
  bookedMinutes offeredMinutes utilisation feedbackCount averageRating }`;

const page = (title: string, filter: object = {}, more: object = {}): Case => ({
  title,
  operation: 'Query.appointments',
  input: { filter, orderBy: 'DATE_DESC', limit: 50, ...more },
  selection: PAGE,
});

/** Every list and every statistic, the lists with the filters that take different ways into the table. */
export const cases: readonly Case[] = [
  page('appointments'),
  page('appointments, oldest first', {}, { orderBy: 'DATE_ASC' }),
  page('appointments, last created first', {}, { orderBy: 'CREATED_DESC' }),
  page('appointments, pending or confirmed', { statuses: ['PENDING', 'CONFIRMED'] }),
  page('appointments, completed', { statuses: ['COMPLETED'] }),
  page('appointments, pending, oldest first', { statuses: ['PENDING'] }, { orderBy: 'DATE_ASC' }),
  page('appointments, unassigned', { unassigned: true }),
  page('appointments of a consultant', { consultantId: '17' }),
  page('appointments of a program', { programId: '12' }),
  page('appointments, a month', { from: '2026-03-01', to: '2026-03-31' }),
  page('appointments, a specialty', { specialty: 'huong nghiep' }),
  page('appointments rated 1 or worse', { maxRating: 1 }),
  { ...page('appointments, search Nguyen', { search: 'Nguyen' }), atMost: 10 },
  { ...page('appointments, search a rare name', { search: 'quach tue' }), atMost: 10 },
  { ...page('appointments, search in descriptions', { search: 'hoc bong' }), atMost: 10 },
  { ...page('appointments, search nothing has', { search: 'xyzzyx' }), atMost: 10 },
  {
    title: 'consultants',
    operation: 'Query.consultants',
    input: { limit: 50 },
    selection:
      '{ items { id fullName email specialties isDisabled rating { count average } } nextToken }',
  },
  {
    title: 'customers',
    operation: 'Query.customers',
    input: { limit: 50 },
    selection: '{ items { id fullName email phoneNumber isDisabled createdAt } nextToken }',
  },
  {
    title: 'customers, search Nguyen Thi',
    operation: 'Query.customers',
    input: { limit: 50, filter: { search: 'nguyen thi' } },
    selection: '{ items { id fullName email phoneNumber } nextToken }',
    atMost: 10,
  },
  {
    title: 'customers, search a phone',
    operation: 'Query.customers',
    input: { limit: 50, filter: { search: '0912345' } },
    selection: '{ items { id fullName email phoneNumber } nextToken }',
    atMost: 10,
  },
  {
    title: 'timeslots, free',
    operation: 'Query.timeslots',
    input: { limit: 50, filter: { state: 'FREE' } },
    selection: '{ items { id date startTime endTime state consultant { id fullName } } nextToken }',
  },
  {
    title: 'programs',
    operation: 'Query.programs',
    input: { limit: 50 },
    selection: '{ items { id name date status participantCount capacity } nextToken }',
  },
  {
    title: 'feedback',
    operation: 'Query.feedback',
    input: { limit: 50 },
    selection:
      '{ items { rating comment createdAt appointment { id date customer { id fullName } } } nextToken }',
  },
  {
    title: 'feedback, worst first',
    operation: 'Query.feedback',
    input: { limit: 50, orderBy: 'RATING_ASC' },
    selection: '{ items { rating comment createdAt appointment { id date } } nextToken }',
  },
  {
    title: 'consultant candidates',
    operation: 'Query.consultantCandidates',
    input: { appointmentId: '999000' },
    selection: '{ rank free reason load specialtyMatch consultant { id fullName } }',
  },
  {
    title: 'overview, totals and period',
    operation: 'Query.overview',
    input: {},
    selection: `{ asOf customers { total enabled disabled newInPeriod } consultants { total enabled }
      appointments { total pending confirmed completed cancelled today upcoming unassigned createdLast7Days pendingOverdue }
      feedback { count averageRating distribution { stars count } } programs { total participants }
      period ${FIGURES} previousPeriod ${FIGURES} }`,
  },
  {
    title: 'overview by consultant and specialty',
    operation: 'Query.overview',
    input: {},
    selection: `{ asOf byConsultant ${CONSULTANT_FIGURES} bySpecialty { specialty appointments completed } }`,
  },
  {
    title: 'daily summaries of 90 days',
    operation: 'Query.dailySummaries',
    input: { from: '2026-08-24', to: '2026-11-21' },
    selection:
      '{ date appointments pending confirmed completed cancelled noShows bookedMinutes offeredMinutes utilisation averageRating }',
  },
  {
    title: 'consultant statistics',
    operation: 'Query.consultantStatistics',
    input: {},
    selection: `{ asOf items ${CONSULTANT_FIGURES} }`,
  },
  {
    title: 'customer statistics',
    operation: 'Query.customerStatistics',
    input: {},
    selection:
      '{ total active returning returningRate mostActive { customer { id fullName } appointments completed } }',
  },
  {
    title: 'program statistics',
    operation: 'Query.programStatistics',
    input: { from: '2026-01-01', to: '2026-11-21' },
    selection:
      '{ attendanceRate totals { total participants } items { registered attended fillRate program { id name } } }',
  },
  {
    title: 'database tables',
    operation: 'Query.databaseTables',
    input: {},
    selection: '{ name rowEstimate sizeBytes columns { name type } indexes { name sizeBytes } }',
  },
];
