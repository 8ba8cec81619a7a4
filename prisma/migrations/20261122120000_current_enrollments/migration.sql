-- Who is in a class is asked for each page that a teacher reads. All of the answer is in this index; the rows lie scattered over the table.
CREATE INDEX "Enrollment_classId_schoolId_studentId_current_idx" ON "Enrollment"("classId", "schoolId", "studentId") WHERE ("endedOn" IS NULL);
