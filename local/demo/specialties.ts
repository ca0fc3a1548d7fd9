import { type Random, weighted } from './prng.ts';

/** What people want advice about, and how often. */
export const specialties = weighted([
  ['Hướng nghiệp', 22],
  ['Chọn ngành đại học', 20],
  ['Công nghệ thông tin', 14],
  ['Du học', 10],
  ['Học bổng', 8],
  ['Kinh tế và quản trị', 8],
  ['Kỹ năng phỏng vấn', 7],
  ['Tâm lý học đường', 5],
  ['Y dược', 4],
  ['Sư phạm', 2],
]);

/** One to three different specialties. */
export function drawSpecialties(random: Random): string[] {
  const wanted = random.between(1, 3);
  const chosen = new Set<string>();
  while (chosen.size < wanted) chosen.add(random.draw(specialties));
  return [...chosen];
}
