import { app, unique } from '../support/app.js';
import { expectProblem } from '../support/assertions.js';
import { school } from '../support/school.js';

const pupil = (more: object) => ({ studentNumber: unique('N'), givenName: 'Ada', familyName: 'Byron', ...more });

describe('normalisation (NFC)', () => {
  const [composed, decomposed] = ['Zoë Ångström', 'Zoe\u0308 A\u030angstro\u0308m'];

  it('stores what is sent decomposed as composed', async () => {
    const { admin } = await school();
    const { status, body } = await admin.post(
      '/v1/students',
      pupil({ givenName: decomposed, medicalNotes: decomposed }),
    );
    expect([status, body.givenName, body.medicalNotes]).toEqual([201, composed, composed]);
    const { database } = await app();
    expect(await database.student.findUnique({ where: { id: body.id } })).toMatchObject({
      givenName: composed,
      medicalNotes: composed,
    });
  });

  it('finds it by either form', async () => {
    const { admin } = await school();
    const { body } = await admin.post('/v1/students', pupil({ givenName: composed }));
    for (const q of [composed, decomposed]) {
      expect((await admin.get(`/v1/students?q=${encodeURIComponent(q)}`)).body.data).toMatchObject([{ id: body.id }]);
    }
  });

  it('takes the two forms of a unique value for the same', async () => {
    const { admin } = await school();
    expect((await admin.post('/v1/students', pupil({ studentNumber: 'É-1' }))).status).toBe(201);
    expect(expectProblem(await admin.post('/v1/students', pupil({ studentNumber: 'E\u0301-1' })), 409)).toEqual([
      '/studentNumber taken',
    ]);
  });

  it('reaches into lists', async () => {
    const { admin } = await school();
    const teacher = { staffNumber: unique('T'), givenName: 'Ida', familyName: 'Noddack', subjects: ['Franc\u0327ais'] };
    expect((await admin.post('/v1/teachers', teacher)).body.subjects).toEqual(['Français']);
  });

  it('measures the composed form', async () => {
    const { admin } = await school();
    const { body } = await admin.post('/v1/students', pupil({ givenName: 'e\u0301'.repeat(100) }));
    expect(body.givenName).toBe('é'.repeat(100));
  });
});

describe('length', () => {
  it.each(['é', '漢', '🙂', '☎\ufe0f'])('counts code points of %s', async (letter) => {
    const { admin } = await school();
    const most = Math.floor(100 / [...letter].length);
    const { status, body } = await admin.post('/v1/students', pupil({ givenName: letter.repeat(most) }));
    expect([status, body.givenName]).toEqual([201, letter.repeat(most)]);
    expect(expectProblem(await admin.post('/v1/students', pupil({ givenName: letter.repeat(most + 1) })), 400)).toEqual(
      ['/givenName length'],
    );
  });

  it('takes 50,000 letters of Markdown and gives them back as they came', async () => {
    const { admin } = await school();
    const text = '<script>alert(1)</script>\r\n\t# Title \n'.padEnd(50_000, '*');
    const { status, body } = await admin.post('/v1/articles', { title: 'Long', audience: 'school', body: text });
    expect([status, body.body]).toEqual([201, text]);
  });
});

describe('characters', () => {
  const controls = [0, 1, 7, 8, 11, 12, 14, 27, 31, 127, 128, 133, 159].map((code) => String.fromCharCode(code));

  it.each(['givenName', 'studentNumber', 'preferredName', 'address', 'medicalNotes', 'phone', 'email'])(
    'refuses every control character in %s',
    async (name) => {
      const { admin, rows } = await school();
      for (const character of [...controls, '\ud800', '\udfff']) {
        expect(
          expectProblem(await admin.patch(`/v1/students/${rows.sam.id}`, { [name]: `a${character}b` }), 400),
        ).toEqual([`/${name} control_character`]);
      }
      expect((await admin.get(`/v1/students/${rows.sam.id}`)).headers.get('etag')).toBe('"1"');
    },
  );

  it('lets line breaks and tabs stand in long texts alone', async () => {
    const { admin, rows } = await school();
    const path = `/v1/students/${rows.sam.id}`;
    for (const text of ['one\ntwo', 'one\r\ntwo', 'one\ttwo']) {
      for (const name of ['address', 'medicalNotes'])
        expect((await admin.patch(path, { [name]: text })).body[name]).toBe(text);
      for (const name of ['givenName', 'familyName', 'preferredName', 'studentNumber', 'phone', 'email'])
        expectProblem(await admin.patch(path, { [name]: text }), 400);
    }
  });

  it('keeps what is unusual but no control character', async () => {
    const { admin } = await school();
    for (const name of [
      'O’Brien-Łukasz',
      'محمد',
      '李小龍',
      'Renée 🙂',
      'Robert\'); DROP TABLE "Student";--',
      '%_\\',
      '${1+1}',
      '{{7*7}}',
      '<b>',
      '\u200d',
    ]) {
      const { status, body } = await admin.post('/v1/students', pupil({ givenName: name }));
      expect([status, body.givenName]).toEqual([201, name]);
    }
  });

  it('searches %, _ and \\ as letters', async () => {
    const { admin } = await school();
    await admin.post('/v1/students', pupil({ givenName: '100%_\\' }));
    for (const q of ['%', '_', '\\', '%_\\']) {
      expect((await admin.get(`/v1/students?q=${encodeURIComponent(q)}`)).body.data).toMatchObject([
        { givenName: '100%_\\' },
      ]);
    }
  });
});
