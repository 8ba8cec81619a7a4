// Jest can't require() an ES module that is still being linked, as CommonJS packages (@nestjs/throttler) do with Nest's, so Nest
// is loaded whole before any test file.
import '@nestjs/common';
import '@nestjs/core';
