import type { ClassPlan, SchoolPlan } from './plan.js';

export const northwood: SchoolPlan = {
  name: 'Northwood School',
  slug: 'northwood',
  timezone: 'Europe/London',
  letter: 'N',
  town: 'Northwood',
  phone: '+44 7700 900',
  counts: { students: 240, teachers: 20, guardians: 60, articles: 60 },
  admin: { givenName: 'Maya', familyName: 'Lindqvist', email: 'admin@northwood.example' },
  teachers: [
    { givenName: 'Ines', familyName: 'Moreau', email: 'teacher@northwood.example' },
    { givenName: 'Tomasz', familyName: 'Kowalski', email: 'teacher.two@northwood.example' },
    { givenName: 'Leila', familyName: 'Haddad', email: 'both@homeroom.example' },
  ],
  students: [
    {
      givenName: 'Amara',
      familyName: 'Okafor',
      email: 'student@northwood.example',
      gradeLevel: 7,
      guardian: { givenName: 'Chidi', familyName: 'Okafor', email: 'guardian@northwood.example', relation: 'father' },
    },
    {
      givenName: 'Finn',
      familyName: "O'Sullivan",
      email: 'student.two@northwood.example',
      gradeLevel: 8,
      guardian: {
        givenName: 'Niamh',
        familyName: "O'Sullivan",
        email: 'guardian.two@northwood.example',
        relation: 'mother',
      },
    },
  ],
  classes: [
    lessons('Reception', null, 'Garden Room', 0, [3, 4]),
    lessons('Year 1', null, 'A 101', 1, [5]),
    lessons('Year 2', null, 'A 102', 2, [6]),
    lessons('Year 3', null, 'A 103', 3, [7, 4]),
    lessons('Year 4', null, 'A 104', 4, [8]),
    lessons('Year 5', null, 'A 105', 5, [9]),
    lessons('Year 6', null, 'A 106', 6, [10, 11]),
    lessons('Mathematics 7', 'Mathematics', 'B 201', 7, [0]),
    lessons('English 7', 'English', 'B 204', 7, [12]),
    lessons('Mathematics 8', 'Mathematics', 'B 202', 8, [1]),
    lessons('Science 8', 'Science', 'Lab 1', 8, [13, 14]),
    lessons('Mathematics 9', 'Mathematics', 'B 201', 9, [0, 15]),
    lessons('History 9', 'History', 'C 12', 9, [2]),
    lessons('Mathematics 10', 'Mathematics', 'B 202', 10, [1]),
    lessons('Geography 10', 'Geography', 'C 14', 10, [2, 16], 1),
    lessons('Mathematics 11', 'Mathematics', 'B 201', 11, [0]),
    lessons('Physics 11', 'Physics', 'Lab 2', 11, [14], 1),
    lessons('Mathematics 12', 'Mathematics', 'B 202', 12, [1, 17]),
    lessons('Biology 12', 'Biology', 'Lab 1', 12, [13]),
    lessons('Further Mathematics', 'Mathematics', 'B 203', 13, [17]),
    lessons('Economics 13', 'Economics', 'C 15', 13, [18], 2),
    { ...club('Chess Club', [5, 13], [15], 8), room: 'Library' },
    { ...club('Choir', [1, 11], [19], 8), subject: 'Music', room: 'Hall' },
    { ...club('Robotics', [7, 13], [14, 18], 6), subject: 'Computing', room: 'Lab 2', term: 1 },
  ],
};

function lessons(
  ...[name, subject, room, grade, teachers, term = 0]: [string, string | null, string, number, number[], number?]
): ClassPlan {
  const description = subject && `${subject} for grade ${grade}: homework on *Tuesdays*, a short test every month.`;
  return { name, subject, room, description, grades: [grade, grade], teachers, term };
}

function club(name: string, grades: [number, number], teachers: number[], oneIn: number): ClassPlan {
  const description = `Open to grades ${grades.join(' to ')}, after lessons.`;
  return { name, subject: null, room: null, description, grades, teachers, term: null, oneIn };
}
