-- A condition on a relation is sometimes read without its school, and an index that begins with the school then grows with all of them.

DROP INDEX "ClassTeacher_schoolId_teacherId_classId_idx";
CREATE INDEX "ClassTeacher_teacherId_schoolId_classId_idx" ON "ClassTeacher"("teacherId", "schoolId", "classId");

DROP INDEX "Guardianship_schoolId_membershipId_studentId_idx";
CREATE INDEX "Guardianship_membershipId_schoolId_studentId_idx" ON "Guardianship"("membershipId", "schoolId", "studentId");

DROP INDEX "ArticleShare_schoolId_membershipId_idx";
CREATE INDEX "ArticleShare_membershipId_schoolId_idx" ON "ArticleShare"("membershipId", "schoolId");
