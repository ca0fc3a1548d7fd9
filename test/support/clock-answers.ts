import { type ClockAnswers, type Question } from './clock-question.ts';
import { startService, type Service } from './service.ts';

const { connection, sessionZones, moments } = JSON.parse(process.env['QUESTION'] ?? '') as Question;
const answers: ClockAnswers['answers'][number][] = [];
for (const sessionZone of sessionZones) {
  const service = startService(connection, { zone: sessionZone });
  for (const moment of moments) {
    service.at(moment);
    answers.push({ sessionZone, moment, answer: await everything(service) });
  }
  await service.close();
}
const processOffset = -new Date('2025-03-05T00:00:00Z').getTimezoneOffset() / 60;
process.stdout.write(JSON.stringify({ processOffset, answers } satisfies ClockAnswers));

/** All that depends on the clock or on the calendar; instants are compared as such, whatever offset they have. */
async function everything(service: Service): Promise<unknown> {
  const answer = {
    overview: await service.ask('Query.overview', {}, { select: 2 }),
    week: await service.ask('Query.overview', { from: '2025-02-20', to: '2025-02-26' }),
    timeslots: await service.ask('Query.timeslots', { limit: 100 }, { select: 1 }),
    free: await service.ask('Query.timeslots', { filter: { state: 'FREE' }, limit: 100 }),
    past: await service.ask('Query.timeslots', { filter: { state: 'PAST' }, limit: 100 }),
    days: await service.ask('Query.dailySummaries', { from: '2025-02-24', to: '2025-03-08' }),
    consultants: await service.ask('Query.consultantStatistics'),
    customers: await service.ask('Query.customerStatistics', {}, { select: 2 }),
    programs: await service.ask('Query.programStatistics', {}, { select: 2 }),
    workload: await service.askEach('Consultant.workload', [1, 2, 3]),
    created: await service.ask('Query.customers', {
      filter: { createdFrom: '2025-03-01', createdTo: '2025-03-01', includeDisabled: true },
      limit: 100,
    }),
    feedback: await service.ask('Query.feedback', {
      filter: { from: '2025-02-25', to: '2025-02-26' },
      limit: 100,
    }),
    appointments: await service.ask('Query.appointments', { limit: 100 }),
  };
  return JSON.parse(JSON.stringify(answer), (name, value: unknown) => {
    if (name === 'nextToken') return null;
    return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value)
      ? new Date(value).toISOString()
      : value;
  });
}
