import { PrismaPg } from '@prisma/adapter-pg';
import { argon2id, hash } from 'argon2';
import { type Prisma, PrismaClient } from '../../apps/api/src/prisma/generated/client.js';
import { addSchool } from './add-school.js';
import { demoPassphrase } from './accounts.js';
import { lakeside } from './lakeside.js';
import { northwood } from './northwood.js';
import { Records } from './records.js';

/** Any number that no other advisory lock of the database has. */
const LOCK = 20_260_901;
const TIMEOUT_MS = 30_000;
const parameters = { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

type Transaction = Prisma.TransactionClient;

/**
 * Loads the demo data into a database without any school or user; returns whether it did. It is one transaction, so that a start
 * that is killed leaves nothing behind; of starts at the same time one loads, and the others find it done.
 */
export async function loadDemo(databaseUrl: string): Promise<boolean> {
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: databaseUrl, max: 1 }) });
  try {
    return await prisma.$transaction(
      async (transaction) => {
        await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK})`;
        if ((await transaction.school.findFirst()) || (await transaction.user.findFirst())) return false;
        await insert(transaction, await demoRecords());
        // Without statistics PostgreSQL takes the tables for empty, and plans a hundred times slower joins until it finds out.
        await transaction.$executeRaw`ANALYZE`;
        return true;
      },
      { timeout: TIMEOUT_MS, maxWait: TIMEOUT_MS },
    );
  } finally {
    await prisma.$disconnect();
  }
}

async function demoRecords(): Promise<Records> {
  const known = await hash(demoPassphrase, parameters);
  const unknown = await hash(crypto.randomUUID(), parameters);
  const records = new Records({ known, unknown });
  addOperator(records);
  addSchool(records, northwood);
  addSchool(records, lakeside);
  return records;
}

function addOperator(records: Records): void {
  const operator = { givenName: 'Robin', familyName: 'Ashworth', email: 'operator@homeroom.example' };
  const { email: _, ...names } = operator;
  const userId = records.userId(operator);
  const membership = { ...records.stamp(), schoolId: null, userId, role: 'operator', status: 'active' } as const;
  records.memberships.push({ ...membership, ...names, phone: '+44 7700 900000' });
}

/** What others point to comes first. */
async function insert(transaction: Transaction, records: Records): Promise<void> {
  await transaction.school.createMany({ data: records.schools });
  await transaction.user.createMany({ data: records.users });
  await transaction.student.createMany({ data: records.students });
  await transaction.teacher.createMany({ data: records.teachers });
  await transaction.membership.createMany({ data: records.memberships });
  await transaction.guardianship.createMany({ data: records.guardianships });
  await transaction.term.createMany({ data: records.terms });
  await transaction.class.createMany({ data: records.classes });
  await transaction.classTeacher.createMany({ data: records.classTeachers });
  await transaction.enrollment.createMany({ data: records.enrollments });
  await transaction.article.createMany({ data: records.articles });
  await transaction.articleShare.createMany({ data: records.shares });
}
