import { type ChildProcess, execFileSync, spawn, type SpawnOptions } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** The kernel's unit of a process's time. */
const TICKS_PER_SECOND = 100;
/** The servers have the first core for themselves; what asks them and what they ask share the second. */
const SERVER_CORE = 0;
const OTHER_CORE = 1;

/** Whether processes can be held to a core here. */
export const canPin = availableParallelism() > 1 && hasTaskset();

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['--version']);
    return true;
  } catch {
    return false;
  }
}

/** Keeps this process off the servers' core, and with it what it starts from now on: the database and the load. */
export function leaveServerCore(): void {
  if (canPin) execFileSync('taskset', ['-acp', String(OTHER_CORE), String(process.pid)]);
}

/** Starts a Node program where the servers run. */
export function spawnOnServerCore(command: string[], options: SpawnOptions): ChildProcess {
  const node = [process.execPath, ...command];
  const [program, ...args] = canPin ? ['taskset', '-c', String(SERVER_CORE), ...node] : node;
  return spawn(program!, args, options);
}

/** The microseconds of processor time that a process has had, with all its threads. */
export function cpuOf(pid: number): number {
  return ticks(pid, 14, 15);
}

/** The same with its children, those that have ended too. */
export function cpuOfFamily(pid: number): number {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(Number(name)) === pid);
  return children.reduce((sum, child) => sum + cpuOf(Number(child)), ticks(pid, 14, 15, 16, 17));
}

function ticks(pid: number, ...fields: number[]): number {
  const stat = statOf(pid);
  return fields.reduce((sum, field) => sum + Number(stat[field - 3] ?? 0), 0) * (1_000_000 / TICKS_PER_SECOND);
}

const parentOf = (pid: number) => Number(statOf(pid)[1]);

/** The fields of proc_pid_stat(5) from the third on, as the second can hold anything; none of a process that has just ended. */
function statOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
  } catch {
    return [];
  }
}

/** The microseconds that the servers' core was busy, with whatever it was. */
export function busyServerCore(): number {
  const fields = new RegExp(`^cpu${SERVER_CORE} (.*)`, 'm').exec(readFileSync('/proc/stat', 'utf8'))![1]!.split(' ');
  // user, nice and system, and what another machine on the same hardware took (proc_stat(5)).
  return [0, 1, 2, 7].reduce((sum, field) => sum + Number(fields[field]), 0) * (1_000_000 / TICKS_PER_SECOND);
}

/** The memory that a process holds (RSS), in MB. */
export function memoryOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1_024;
}
