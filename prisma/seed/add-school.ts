import { addArticles } from './articles.js';
import { addClasses } from './classes.js';
import { addGuardians } from './guardians.js';
import type { SchoolPlan } from './plan.js';
import type { Records } from './records.js';
import { School } from './school.js';
import { addStudents } from './students.js';
import { addTeachers } from './teachers.js';

/** A school with all that its plan says, in the order in which it comes about. */
export function addSchool(records: Records, plan: SchoolPlan): void {
  const school = new School(records, plan);
  const admin = school.join(plan.admin, 'admin');
  const teachers = addTeachers(school);
  const students = addStudents(school);
  addGuardians(school, students);
  const classes = addClasses(school, teachers, students);
  addArticles(school, { admin, teachers, students, classes });
}
