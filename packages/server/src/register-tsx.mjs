// Loaded with --import by worker threads when the server runs from its TypeScript sources.
// `--import tsx` alone is not enough: tsx registers its loader on the main thread only.
import { register } from 'tsx/esm/api';

register();
