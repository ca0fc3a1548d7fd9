import { type Random, weighted } from './prng.ts';

/** A Vietnamese name in its written order: family, middle, given. */
export interface PersonName {
  readonly family: string;
  readonly middle: string;
  readonly given: string;
}

/** One person's name, each part about as frequent as it is in Vietnam. */
export function drawName(random: Random): PersonName {
  const family = random.draw(families);
  const [middles, givens] = random.chance(0.54) ? women : men;
  return { family, middle: random.draw(middles), given: random.pick(givens) };
}

export function fullName({ family, middle, given }: PersonName): string {
  return `${family} ${middle} ${given}`;
}

/** Shares in per mille of the population; the rest is spread over more names than fit here. */
export const families = weighted([
  ['Nguyễn', 315],
  ['Trần', 109],
  ['Lê', 89],
  ['Phạm', 59],
  ['Hoàng', 32],
  ['Huỳnh', 29],
  ['Phan', 28],
  ['Võ', 25],
  ['Vũ', 24],
  ['Trương', 22],
  ['Bùi', 21],
  ['Đặng', 19],
  ['Đỗ', 19],
  ['Ngô', 17],
  ['Hồ', 15],
  ['Dương', 14],
  ['Đinh', 10],
  ['Lý', 9],
  ['Đoàn', 9],
  ['Mai', 8],
  ['Lương', 8],
  ['Đào', 7],
  ['Trịnh', 7],
  ['Tô', 5],
  ['Hà', 5],
  ['Cao', 5],
  ['Châu', 4],
  ['Tạ', 4],
  ['Phùng', 4],
  ['Quách', 2],
  ['Thạch', 2],
  ['Kiều', 2],
]);

const womensMiddles = weighted([
  ['Thị', 34],
  ['Ngọc', 14],
  ['Thu', 8],
  ['Thanh', 8],
  ['Thị Kim', 5],
  ['Thị Ngọc', 5],
  ['Phương', 6],
  ['Kim', 5],
  ['Mỹ', 4],
  ['Bảo', 4],
  ['Khánh', 3],
  ['Diệu', 2],
  ['Tường', 2],
]);

const mensMiddles = weighted([
  ['Văn', 24],
  ['Minh', 14],
  ['Đức', 11],
  ['Hữu', 9],
  ['Quốc', 9],
  ['Thành', 7],
  ['Công', 6],
  ['Gia', 6],
  ['Hoàng', 5],
  ['Xuân', 4],
  ['Đình', 4],
  ['Trọng', 3],
  ['Bá', 2],
]);

const womensGiven = [
  ...['An', 'Anh', 'Ánh', 'Bích', 'Châu', 'Chi', 'Diễm', 'Dung', 'Duyên', 'Giang', 'Hà', 'Hạnh'],
  ...['Hân', 'Hiền', 'Hoa', 'Hồng', 'Hương', 'Huyền', 'Khanh', 'Lan', 'Liên', 'Linh', 'Loan', 'Ly'],
  ...[
    'Mai',
    'My',
    'Nga',
    'Ngân',
    'Nguyệt',
    'Nhi',
    'Nhung',
    'Như',
    'Oanh',
    'Phúc',
    'Phượng',
    'Quyên',
  ],
  ...[
    'Quỳnh',
    'Tâm',
    'Thảo',
    'Thơ',
    'Thủy',
    'Thư',
    'Tiên',
    'Trâm',
    'Trang',
    'Trinh',
    'Tuyết',
    'Uyên',
  ],
  ...['Vân', 'Vy', 'Xuân', 'Yến'],
];

const mensGiven = [
  ...['An', 'Anh', 'Bách', 'Bảo', 'Bình', 'Cường', 'Dũng', 'Duy', 'Đạt', 'Đăng', 'Giang', 'Hải'],
  ...['Hào', 'Hậu', 'Hiếu', 'Hiệp', 'Hòa', 'Huy', 'Hưng', 'Hùng', 'Khải', 'Khang', 'Khánh', 'Khoa'],
  ...[
    'Khôi',
    'Kiên',
    'Lâm',
    'Long',
    'Lộc',
    'Lực',
    'Mạnh',
    'Minh',
    'Nam',
    'Nghĩa',
    'Nguyên',
    'Nhân',
  ],
  ...[
    'Phát',
    'Phong',
    'Phú',
    'Phúc',
    'Quân',
    'Quang',
    'Sang',
    'Sơn',
    'Tài',
    'Tân',
    'Thắng',
    'Thịnh',
  ],
  ...['Tiến', 'Toàn', 'Trí', 'Trung', 'Tú', 'Tuấn', 'Tùng', 'Việt', 'Vinh', 'Vương'],
];

const women = [womensMiddles, womensGiven] as const;
const men = [mensMiddles, mensGiven] as const;
