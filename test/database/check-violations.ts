/** What a column under each of the shared rules has to refuse. */
export const refusedByRule: Record<string, unknown[]> = {
  id_is_uuidv7: ['0b6ad8a5-3c43-4b8e-9d0e-6c2a6f0b7c11'],
  is_line: ['', ' ', ' x', 'x ', 'a\nb', 'a\tb', 'a\u0007b', 'a\u0085b', 'a\u2028b'],
  are_lines: [['Maths', ''], ['Maths', null], [' Maths']],
  is_text: ['a\u0007b', 'a\u007fb', 'a\u009fb'],
  is_email: ['', 'nobody', '@x.example', 'ada@', 'Ada@x.example', 'ada@X.example', 'ada b@x.example', 'adä@x.example'],
  is_phone: ['', '+', 'call me', '12;34'],
  is_day: ['infinity', '-infinity', '1899-12-31', '2200-01-01', '0044-03-15 BC'],
};
export const acceptedByRule: Record<string, unknown[]> = {
  is_line: ['Zoë O’Brien-Łukasz 3', '北野', 'a'],
  is_text: ['A line\n\tand another\r\n'],
  is_email: ['o_brien+school@x-y.example'],
  is_phone: ['+44 (20) 7946-0018 x12'],
  is_day: ['1900-01-01', '2199-12-31'],
};

const guardian = `"Membership" SET %s WHERE role = 'guardian'`;
const teacher = `"Membership" SET %s WHERE role = 'teacher'`;
/** The checks with rules of their own: which row, and what it can't be given. */
export const refusedByHand: Record<string, [update: string, set: string][]> = {
  School_slug_format: ['', 'North', 'a_b', '-a', 'a-', 'a--b', 'ä'].map((slug) => [
    '"School" SET %s',
    `slug = '${slug}'`,
  ]),
  School_timezone_format: [
    ['"School" SET %s', `timezone = ''`],
    ['"School" SET %s', `timezone = 'Europe/Paris; DROP'`],
  ],
  User_password_argon2id: [
    ['"User" SET %s', `"passwordHash" = 'secret'`],
    ['"User" SET %s', `"passwordHash" = '$2b$10$abc'`],
  ],
  Membership_operator_without_school: [
    [guardian, `role = 'operator'`],
    [guardian, `"schoolId" = NULL`],
  ],
  Membership_operator_without_record: [[teacher, `role = 'operator', "schoolId" = NULL`]],
  Membership_is_one_person: [[teacher, `"studentId" = (SELECT id FROM "Student" LIMIT 1)`]],
  Membership_someone: [[guardian, `"invitedEmail" = NULL`]],
  Membership_active_has_user: [[guardian, `status = 'active'`]],
  Membership_invited_has_none: [[teacher, `status = 'invited'`]],
  Membership_invitation_whole: [
    [guardian, `"inviteDigest" = NULL`],
    [guardian, `"inviteExpiresAt" = NULL`],
  ],
  Membership_invitation_is_sha256: [[guardian, `"inviteDigest" = 'secret'`]],
  Session_counter_counts: [['"Session" SET %s', 'counter = -1']],
  Session_idle_within_life: [
    ['"Session" SET %s', '"expiresAt" = "createdAt"'],
    ['"Session" SET %s', '"idleExpiresAt" = "createdAt"'],
  ],
  UserToken_digest_is_sha256: [['"UserToken" SET %s', `digest = 'secret'`]],
  UserToken_email_of_change: [
    [`"UserToken" SET %s WHERE purpose = 'email_change'`, 'email = NULL'],
    [`"UserToken" SET %s WHERE purpose = 'password_reset'`, `email = 'ada@x.example'`],
  ],
  User_short_password_is_one: [['"User" SET %s', '"passwordHash" = NULL, "passwordIsShort" = true']],
  Session_dpopThumbprint_is_sha256: [['"Session" SET %s', `"dpopThumbprint" = 'key'`]],
  Factor_lastStep_counts: [[`"Factor" SET %s WHERE kind = 'totp'`, '"lastStep" = -1']],
  Factor_signCount_is_uint32: ['-1', '4294967296', '0.5'].map((count) => [
    `"Factor" SET %s WHERE kind = 'passkey'`,
    `"signCount" = ${count}`,
  ]),
  Factor_totp_or_passkey: [
    [`"Factor" SET %s WHERE kind = 'totp'`, 'secret = NULL'],
    [`"Factor" SET %s WHERE kind = 'totp'`, `"publicKey" = 'key'`],
    [`"Factor" SET %s WHERE kind = 'passkey'`, '"publicKey" = NULL'],
    [`"Factor" SET %s WHERE kind = 'passkey'`, '"confirmedAt" = NULL'],
    [`"Factor" SET %s WHERE kind = 'passkey'`, `secret = 'sealed'`],
  ],
  RecoveryCode_digest_is_sha256: [['"RecoveryCode" SET %s', `digest = 'secret'`]],
  Challenge_digest_is_sha256: [['"Challenge" SET %s', `digest = 'secret'`]],
  Challenge_attempts_counts: [['"Challenge" SET %s', 'attempts = -1']],
  ApiKey_digest_is_sha256: [['"ApiKey" SET %s', `digest = 'secret'`]],
  ApiKey_scopes_count: [['"ApiKey" SET %s', `scopes = '{}'`]],
  ApiKey_publicKey_is_ed25519: [
    [`"ApiKey" SET %s WHERE name = 'Signed'`, `"publicKey" = 'short', "signingSecret" = NULL`],
  ],
  ApiKey_signed_with_one_key: [
    [`"ApiKey" SET %s WHERE name = 'Signed'`, '"signingSecret" = NULL'],
    [`"ApiKey" SET %s WHERE name = 'Signed'`, `"publicKey" = sha256('key')`],
    [`"ApiKey" SET %s WHERE name = 'Signed'`, '"requireSignature" = false'],
  ],
  ClientToken_digest_is_sha256: [['"ClientToken" SET %s', `digest = 'secret'`]],
  ClientToken_scopes_count: [['"ClientToken" SET %s', `scopes = '{}'`]],
  SpentNonce_digest_is_sha256: [['"SpentNonce" SET %s', `digest = 'secret'`]],
  Mail_attempts_counts: [['"Mail" SET %s', 'attempts = -1']],
  Mail_sentAt_of_sent: [
    ['"Mail" SET %s', `status = 'sent'`],
    ['"Mail" SET %s', '"sentAt" = now()'],
  ],
  LoginFailure_key_is_digest: [['"LoginFailure" SET %s', `key = 'ada@x.example'`]],
  LoginFailure_counts: [['"LoginFailure" SET %s', 'failures = 0']],
  Student_gradeLevel_range: [
    ['"Student" SET %s', '"gradeLevel" = -1'],
    ['"Student" SET %s', '"gradeLevel" = 14'],
  ],
  Teacher_subjects_count: [['"Teacher" SET %s', `subjects = array_fill('x'::text, ARRAY[21])`]],
  Term_ends_after_start: [
    ['"Term" SET %s', '"endsOn" = "startsOn"'],
    ['"Term" SET %s', '"endsOn" = "startsOn" - 1'],
  ],
  Enrollment_ends_after_start: [['"Enrollment" SET %s', '"endedOn" = "enrolledOn" - 1']],
  Article_class_is_audience: [
    ['"Article" SET %s', '"classId" = NULL'],
    ['"Article" SET %s', `audience = 'school'`],
  ],
  Article_published_has_time: [
    ['"Article" SET %s', `status = 'published'`],
    ['"Article" SET %s', `"publishedAt" = now()`],
  ],
};
