import { type Customer, type Customers } from './customers.ts';
import { at, createRandom, type Random } from './prng.ts';
import { type Period, type Shape } from './shape.ts';
import { dateOf, secondAt } from './wall-time.ts';

/** Times are seconds of the wall clock. */
export interface Program {
  readonly id: number;
  readonly name: string;
  readonly day: number;
  readonly description: string;
  readonly content: string | null;
  readonly organizer: string;
  readonly url: string | null;
  readonly status: 'UPCOMING' | 'ONGOING' | 'COMPLETED';
  readonly capacity: number | null;
  readonly isDisabled: boolean;
  readonly createdAt: number;
  readonly participants: readonly Participant[];
}

export interface Participant {
  readonly customer: Customer;
  readonly status: 'REGISTERED' | 'ATTENDED' | 'CANCELLED';
  readonly registeredAt: number;
}

/** One program a month: two ahead, one that began yesterday, the rest behind. Ids run from 1, oldest first. */
export function makePrograms(
  shape: Shape,
  period: Period,
  seed: number,
  customers: Customers,
): Program[] {
  const random = createRandom(seed, 'programs');
  return Array.from({ length: PROGRAMS }, (_, index) => {
    const day = period.today + 59 - 30 * (PROGRAMS - 1 - index);
    return makeProgram(random, index, day, shape, period.today, customers);
  });
}

const PROGRAMS = 40;

function makeProgram(
  random: Random,
  index: number,
  day: number,
  shape: Shape,
  today: number,
  customers: Customers,
): Program {
  const theme = at(themes, index % themes.length);
  const announced = day - random.between(62, 75);
  const status = day >= today ? 'UPCOMING' : day >= today - 1 ? 'ONGOING' : 'COMPLETED';
  const wanted = Math.round(shape.participants * (0.6 + 0.8 * random.fraction()));
  const participants = drawParticipants(
    random,
    wanted,
    announced,
    Math.min(day, today),
    status,
    customers,
  );
  const coming = participants.filter(each => each.status !== 'CANCELLED').length;
  // The last one is fully booked.
  const capacity = index === PROGRAMS - 1 ? coming : random.chance(0.7) ? roomFor(coming) : null;
  return {
    id: index + 1,
    name: `${theme.name} ${dateOf(day).slice(5, 7)}/${dateOf(day).slice(0, 4)}`,
    day,
    description: theme.description,
    content: random.chance(0.8) ? theme.content : null,
    organizer: random.pick(organizers),
    url: random.chance(0.75) ? `https://programs.example.com/${index + 1}` : null,
    status,
    capacity,
    isDisabled: status === 'COMPLETED' && random.chance(0.06),
    createdAt: secondAt(announced, random.between(540, 1_020)),
    participants,
  };
}

/** Different people, in the order in which they registered, from the announcement to the day itself. */
function drawParticipants(
  random: Random,
  wanted: number,
  announced: number,
  until: number,
  status: Program['status'],
  customers: Customers,
): Participant[] {
  const known = customers.knownBefore(announced);
  const chosen = new Set<Customer>();
  for (let tries = 0; chosen.size < Math.min(wanted, known) && tries < wanted * 20; tries++) {
    const customer = at(customers.people, random.between(0, known - 1));
    if (!customer.isDisabled) chosen.add(customer);
  }
  const from = secondAt(announced + 1, 0);
  return [...chosen]
    .map(customer => ({
      customer,
      status: participation(random, status),
      registeredAt: from + Math.floor((secondAt(until, 0) - 60 - from) * random.fraction()),
    }))
    .sort((one, other) => one.registeredAt - other.registeredAt);
}

function participation(random: Random, status: Program['status']): Participant['status'] {
  if (random.chance(0.1)) return 'CANCELLED';
  return status === 'COMPLETED' && random.chance(0.78) ? 'ATTENDED' : 'REGISTERED';
}

function roomFor(people: number): number {
  return Math.ceil((people * 1.2) / 10) * 10;
}

const organizers = [
  'Trung tâm Hướng nghiệp Trẻ',
  'Đoàn trường Đại học Khoa học Tự nhiên',
  'Sở Giáo dục và Đào tạo',
  'Câu lạc bộ Cựu sinh viên',
  'Nhà Văn hóa Thanh niên',
  'Quỹ Học bổng Ước Mơ',
];

const themes = [
  {
    name: 'Ngày hội hướng nghiệp',
    description: 'Gặp gỡ các trường và doanh nghiệp, tư vấn trực tiếp cả ngày.',
    content: '08:00 Khai mạc\n09:00 Gian hàng các trường\n14:00 Tọa đàm nghề nghiệp',
  },
  {
    name: 'Hội thảo chọn ngành, chọn trường',
    description: 'Dành cho học sinh lớp 12 và phụ huynh.',
    content: 'Phần 1: Xu hướng tuyển sinh\nPhần 2: Hỏi đáp cùng chuyên gia',
  },
  {
    name: 'Tập huấn kỹ năng phỏng vấn',
    description: 'Thực hành phỏng vấn thử với nhà tuyển dụng.',
    content: 'Mang theo CV; nhóm tối đa 8 người.',
  },
  {
    name: 'Một ngày làm kỹ sư phần mềm',
    description: 'Tham quan công ty công nghệ và trải nghiệm công việc thật.',
    content: 'Xe đón tại trung tâm lúc 07:30.',
  },
  {
    name: 'Ngày hội du học và học bổng',
    description: 'Thông tin học bổng Úc, Nhật, Hàn Quốc và châu Âu.',
    content: null,
  },
  {
    name: 'Góc lắng nghe: vượt qua áp lực thi cử',
    description: 'Chia sẻ cùng chuyên gia tâm lý học đường.',
    content: 'Buổi gặp kín, không ghi hình.',
  },
];
