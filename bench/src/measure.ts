import { readdirSync, readFileSync } from 'node:fs';

/** One row of the report. Rates in instances per second, times in milliseconds, memory in MiB. */
export interface Figure {
  readonly name: string;
  readonly callers: number;
  readonly instances: number;
  readonly instancesPerSecond: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** Processors' worth of time: 1 is one core busy. */
  readonly cpu: number;
  readonly databaseCpu: number | null;
  readonly peakMemoryMiB: number;
  readonly batch: number | null;
  /** Share of the raw limit of the same run. */
  readonly ofRawLimit: number | null;
}

export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Keeps `callers` pieces of work under way until `total` are done; answers the time each took. */
export async function drive(
  callers: number,
  total: number,
  work: () => Promise<void>,
): Promise<{ readonly seconds: number; readonly sortedMs: readonly number[] }> {
  const times: number[] = [];
  let left = total;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (left > 0) {
        left -= 1;
        const begun = performance.now();
        await work();
        times.push(performance.now() - begun);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  return { seconds, sortedMs: times.sort((a, b) => a - b) };
}

const ticksPerSecond = 100;

/** Processor seconds a process and its children have used so far, from /proc. */
export function processorSeconds(pid: number): number {
  const [, , , , , , , , , , , , , ofEnded = 0, inKernelOfEnded = 0] = statOf(pid).map(Number);
  const running = [pid, ...childrenOf(pid)].reduce((sum, id) => sum + ticksOf(id), 0);
  return (running + ofEnded + inKernelOfEnded) / ticksPerSecond;
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => statOf(pid)[1] === String(parent));
}

function ticksOf(pid: number): number {
  const stat = statOf(pid);
  return Number(stat[11] ?? 0) + Number(stat[12] ?? 0);
}

/** Fields of /proc/<pid>/stat after the command, which may hold spaces. */
function statOf(pid: number): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    // The process ended between listing and reading: it used nothing more.
    return [];
  }
}

/** Largest resident size a process has had, in MiB. */
export function peakMemoryMiB(pid: number): number {
  const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(line?.[1] ?? 0) / 1024);
}

/** Resident size of a process now, in MiB. */
export function residentMiB(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(line?.[1] ?? 0) / 1024);
}

/** Files and sockets a process has open. */
export function openFiles(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}
