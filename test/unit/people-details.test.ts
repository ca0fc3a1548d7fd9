import { describe, expect, test } from 'vitest';
import {
  changedConsultant,
  distinctSpecialties,
  newConsultant,
} from '../../services/consultant/details.ts';
import { changedCustomer, newCustomer } from '../../services/customer/details.ts';

describe('specialties', () => {
  test('of those that differ only in case, accents and blanks the first spelling stays, in order', () => {
    const given = [' Tài chính', 'Luật', 'TÀI CHÍNH', 'tai  chinh', 'Đào tạo', 'dao tao', 'luật'];
    expect(distinctSpecialties(given)).toEqual(['Tài chính', 'Luật', 'Đào tạo']);
  });

  test('absent ones are left alone, null is none', () => {
    expect(distinctSpecialties(undefined)).toBeUndefined();
    expect(distinctSpecialties(null)).toEqual([]);
    expect(distinctSpecialties([])).toEqual([]);
  });

  test.for(['', '  ', 'x'.repeat(101)])('%j is none', text => {
    expect(() => distinctSpecialties(['Luật', text])).toThrow(
      expect.objectContaining({ info: { reason: 'BAD_LENGTH', field: 'specialties' } }),
    );
  });
});

describe('names', () => {
  test('stand without the blanks around them, of whatever kind', () => {
    expect(newCustomer({ fullName: ' \u3000Bùi Anh Thư\n' }).full_name).toBe('Bùi Anh Thư');
    expect(changedConsultant({ fullName: '\tBùi  Anh Thư ' }).full_name).toBe('Bùi  Anh Thư');
  });

  test('have up to a hundred characters as people count them', () => {
    const long = '𠮷'.repeat(100);
    expect(newConsultant({ fullName: long }).full_name).toBe(long);
    expect(() => newConsultant({ fullName: `${long}𠮷` })).toThrow(
      expect.objectContaining({ info: { reason: 'BAD_LENGTH', field: 'fullName' } }),
    );
  });

  test.for(['\u200b', '\u2060\ufeff', '\u3164', '\u202e', '\u0301', ' \u200d '])(
    '%j shows nothing, and is none',
    fullName => {
      expect(() => newCustomer({ fullName })).toThrow(
        expect.objectContaining({ info: { reason: 'BAD_LENGTH', field: 'fullName' } }),
      );
    },
  );

  test.for(['—', '7', '🙂', 'Ẵ', '李', '\u200eĐ\u200e'])('%j is one', fullName => {
    expect(newCustomer({ fullName }).full_name).toBe(fullName);
  });

  test('are not cleared', () => {
    const refusal = expect.objectContaining({ info: { reason: 'REQUIRED', field: 'fullName' } });
    expect(() => changedConsultant({ fullName: null })).toThrow(refusal);
    expect(() => changedCustomer({ fullName: null })).toThrow(refusal);
  });
});

describe('what else is refused', () => {
  test.for([
    [{ email: '' }, 'BAD_EMAIL', 'email'],
    [{ email: 'a b@example.vn' }, 'BAD_EMAIL', 'email'],
    [{ email: 'a@b@example.vn' }, 'BAD_EMAIL', 'email'],
    [{ email: `${'a'.repeat(90)}@example.vn` }, 'BAD_LENGTH', 'email'],
    [{ phoneNumber: '0'.repeat(21) }, 'BAD_LENGTH', 'phoneNumber'],
    [{ dateOfBirth: '1990-02-30' }, 'BAD_DATE', 'dateOfBirth'],
    [{ dateOfBirth: '1990-01-02+07:00' }, 'BAD_DATE', 'dateOfBirth'],
    [{ notes: 'x'.repeat(4001) }, 'BAD_LENGTH', 'notes'],
  ] as const)('of a customer: %j', ([input, reason, field]) => {
    const refusal = expect.objectContaining({ info: { reason, field } });
    expect(() => changedCustomer(input)).toThrow(refusal);
    expect(() => newCustomer({ fullName: 'x', ...input })).toThrow(refusal);
  });

  test.for([
    [{ imageUrl: 'ftp://example.vn/a.jpg' }, 'BAD_URL', 'imageUrl'],
    [{ imageUrl: 'https://example.vn/a b.jpg' }, 'BAD_URL', 'imageUrl'],
    [{ imageUrl: `https://example.vn/${'a'.repeat(2000)}` }, 'BAD_LENGTH', 'imageUrl'],
    [{ qualifications: 'x'.repeat(4001) }, 'BAD_LENGTH', 'qualifications'],
    [{ joinDate: '0000-01-01' }, 'BAD_DATE', 'joinDate'],
  ] as const)('of a consultant: %j', ([input, reason, field]) => {
    const refusal = expect.objectContaining({ info: { reason, field } });
    expect(() => changedConsultant(input)).toThrow(refusal);
    expect(() => newConsultant({ fullName: 'x', ...input })).toThrow(refusal);
  });

  test('is no customer’s id', () => {
    const refusal = expect.objectContaining({ info: { reason: 'BAD_ID', field: 'id' } });
    expect(() => newCustomer({ id: '', fullName: 'x' })).toThrow(refusal);
    expect(() => newCustomer({ id: 'x'.repeat(101), fullName: 'x' })).toThrow(refusal);
    expect(newCustomer({ id: null, fullName: 'x' }).id).toBeUndefined();
  });
});
