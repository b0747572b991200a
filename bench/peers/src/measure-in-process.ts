import { fork } from 'node:child_process';
import type { Measurement, Order } from './measure-peer.ts';

/** Has a built peer measured by a process of its own. */
export function measureInProcess(file: string, order: Order): Promise<Measurement> {
  return new Promise((resolve, reject) => {
    const child = fork(file, {
      // Engines greet on the standard output, where the report stands.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: ['--no-deprecation'],
    });
    let measured: Measurement | null = null;
    child.once('message', (measurement: Measurement) => {
      measured = measurement;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (measured === null)
        reject(new Error(`Expected a measurement of ${file}, but it ended with ${code}`));
      else resolve(measured);
    });
    child.send(order);
  });
}
