export interface Person {
  givenName: string;
  familyName: string;
  /** Of one of the demo accounts, or nothing in particular. */
  email?: string;
}

export interface GuardianPlan extends Required<Person> {
  relation: string;
}

export interface StudentPlan extends Person {
  gradeLevel: number;
  guardian: GuardianPlan;
}

export interface ClassPlan {
  name: string;
  subject: string | null;
  room: string | null;
  description: string | null;
  /** Whom it is for, both ends included. */
  grades: [number, number];
  /** By their place among the school's teachers. */
  teachers: number[];
  /** By its place among the school's terms; null for the whole year. */
  term: number | null;
  /** One student in so many comes, and none of the named ones; all come where it is left out. */
  oneIn?: number;
}

/** What is particular about a school; the rest is drawn at random. */
export interface SchoolPlan {
  name: string;
  slug: string;
  timezone: string;
  /** What its students' and staff numbers begin with. */
  letter: string;
  town: string;
  /** Three digits follow. The ranges are kept for fiction. */
  phone: string;
  counts: { students: number; teachers: number; guardians: number; articles: number };
  admin: Required<Person>;
  teachers: Person[];
  students: StudentPlan[];
  classes: ClassPlan[];
}
