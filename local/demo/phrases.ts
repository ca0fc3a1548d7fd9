import { weighted } from './prng.ts';

export const requests = [
  'Em muốn tìm hiểu ngành công nghệ thông tin và cơ hội việc làm sau khi ra trường.',
  'Tư vấn chọn trường đại học phù hợp với điểm thi và điều kiện gia đình.',
  'Cần lời khuyên về việc chuyển ngành từ kế toán sang phân tích dữ liệu.',
  'Chuẩn bị hồ sơ xin học bổng đi Nhật, em chưa biết bắt đầu từ đâu.',
  'Luyện phỏng vấn cho vị trí thực tập sinh marketing.',
  'Con tôi học lớp 12, đang phân vân giữa y đa khoa và dược.',
  'Em thấy áp lực thi cử và không biết mình hợp với nghề gì.',
  'Tìm hiểu các chương trình liên kết quốc tế tại TP. Hồ Chí Minh.',
  'Góp ý CV và thư xin việc bằng tiếng Anh.',
  'Hỏi về ngành sư phạm tiểu học và chính sách hỗ trợ học phí.',
  'Định hướng nghề nghiệp sau khi tốt nghiệp ngành điện tử viễn thông.',
  'Muốn làm bài trắc nghiệm tính cách trước khi chọn khối thi.',
  'So sánh du học Úc, Canada và Hàn Quốc: chi phí, việc làm thêm, định cư.',
  'Tư vấn lộ trình học khi đã đi làm hai năm.',
  'Em muốn gặp chị tư vấn lần trước để hỏi tiếp về học bổng.',
];

export const additions = [
  'Xin gọi trước 15 phút.',
  'Gặp trực tuyến giúp em.',
  'Phụ huynh sẽ đi cùng.',
  'Em học ở tỉnh nên chỉ rảnh buổi chiều.',
  'Đã từng tư vấn năm ngoái.',
  'Mang theo học bạ và bảng điểm.',
];

export const cancelReasons = weighted([
  ['Khách bận đột xuất', 30],
  ['Khách đổi lịch sang tuần sau', 20],
  ['Trùng lịch thi', 14],
  ['Khách đã tìm được câu trả lời', 9],
  ['Tư vấn viên bị ốm', 8],
  ['Không liên lạc được với khách', 8],
  ['Đặt nhầm ngày', 6],
  ['Mất điện tại văn phòng', 2],
  ['Bão, văn phòng đóng cửa', 3],
]);

/** What people say with about this rating; the index is the rating rounded down. */
export const comments: readonly (readonly string[])[] = [
  ['Không ai gọi cho em.', 'Rất thất vọng.'],
  ['Tư vấn viên đến trễ và trả lời qua loa.', 'Không đúng điều em hỏi.'],
  ['Chưa giải đáp được thắc mắc của em.', 'Đường truyền kém, phải gọi lại nhiều lần.'],
  ['Tạm ổn, nhưng hơi vội.', 'Thông tin chung chung, cần ví dụ cụ thể hơn.', 'Bình thường.'],
  [
    'Anh tư vấn nhiệt tình, dễ hiểu.',
    'Có nhiều thông tin hữu ích, cảm ơn trung tâm!',
    'Hài lòng, nhưng mong có thêm thời gian.',
    'Chị rất thân thiện, em bớt lo hơn nhiều.',
  ],
  [
    'Tuyệt vời! Em đã biết mình nên chọn ngành nào.',
    'Rất tận tâm, giải thích từng bước một.',
    'Quá hữu ích 😊 em sẽ giới thiệu cho bạn bè.',
    'Cảm ơn thầy, buổi tư vấn hơn cả mong đợi.',
    'Phụ huynh rất yên tâm sau buổi gặp.',
  ],
];

export const ratings = weighted([
  [5, 380],
  [4.5, 220],
  [4, 200],
  [3.5, 80],
  [3, 60],
  [2.5, 20],
  [2, 20],
  [1.5, 7],
  [1, 10],
  [0.5, 1],
  [0, 2],
]);

export const customerNotes = [
  'Học sinh lớp 12, trường chuyên.',
  'Phụ huynh liên hệ thay con.',
  'Ưu tiên gặp buổi tối.',
  'Đã gửi học bạ qua e-mail.',
  'Sinh viên năm ba, muốn chuyển ngành.',
  'Nói tiếng Anh tốt; quan tâm học bổng toàn phần.',
  'Khách giới thiệu từ ngày hội việc làm.',
  'Cần hỗ trợ người khiếm thính.',
];

export const qualifications = [
  'Thạc sĩ Tâm lý học, ĐH Khoa học Xã hội và Nhân văn',
  'Thạc sĩ Quản lý giáo dục',
  'Tiến sĩ Giáo dục học',
  'Cử nhân Sư phạm; 8 năm hướng nghiệp trung học',
  'MBA; 10 năm tuyển dụng trong ngành công nghệ',
  'Chứng chỉ tư vấn du học quốc tế',
  'Bác sĩ, giảng viên Đại học Y Dược',
  'Chuyên gia nhân sự, chứng chỉ khai vấn ICF',
];
