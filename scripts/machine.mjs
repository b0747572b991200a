// Checks that this machine has what the tests need besides npm packages: a PostgreSQL server, a
// Redis server and a Chromium. With --install it installs what is missing where it may: on Debian and Ubuntu, as root.
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const requirements = [
  {
    name: 'PostgreSQL server 15 or newer',
    usedFor: 'the database tests (initdb and postgres, in /usr/lib/postgresql or on PATH)',
    packages: ['postgresql'],
    elsewhere: 'macOS: brew install postgresql@17 · Fedora: dnf install postgresql-server',
    find: () =>
      withDebianVersions('/usr/lib/postgresql').find((folder) => isExecutable(join(folder, 'initdb'))),
  },
  {
    name: 'Redis server',
    usedFor: 'the tests of several nodes with REDIS_URL (redis-server on PATH)',
    packages: ['redis-server'],
    elsewhere: 'macOS: brew install redis · Fedora: dnf install redis',
    find: () => ['/usr/bin', ...onPath()].map((folder) => join(folder, 'redis-server')).find(isExecutable),
  },
  {
    name: 'Chromium',
    usedFor: 'the browser tests (chromium or google-chrome on PATH)',
    packages: ['chromium'],
    elsewhere: 'macOS: brew install --cask chromium · Fedora: dnf install chromium',
    find: () =>
      ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
        .flatMap((name) => ['/usr/bin', ...onPath()].map((folder) => join(folder, name)))
        .find(isExecutable),
  },
];

/** The names of what is missing, after trying to install it when asked to. */
export function checkMachine({ install = false } = {}) {
  let missing = requirements.filter(({ find }) => find() === undefined);
  if (install && missing.length > 0 && mayInstall()) {
    installPackages(missing.flatMap(({ packages }) => packages));
    missing = missing.filter(({ find }) => find() === undefined);
  }
  for (const requirement of requirements) {
    if (!missing.includes(requirement)) console.log(`found    ${requirement.name}: ${requirement.find()}`);
  }
  for (const { name, usedFor, packages, elsewhere } of missing) {
    console.log(`missing  ${name}, needed for ${usedFor}`);
    console.log(
      `         Debian and Ubuntu: sudo apt-get install --no-install-recommends ${packages.join(' ')}`,
    );
    console.log(`         ${elsewhere}`);
  }
  return missing.map(({ name }) => name);
}

function mayInstall() {
  return process.getuid?.() === 0 && onPath().some((folder) => isExecutable(join(folder, 'apt-get')));
}

function installPackages(packages) {
  const apt = (...args) =>
    execFileSync('apt-get', args, {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  try {
    apt('update');
    if (packages.includes('postgresql')) {
      // Debian's package creates and starts a cluster of its own unless told not to beforehand.
      apt('install', '-y', '--no-install-recommends', 'postgresql-common');
      keepFromCreatingCluster('/etc/postgresql-common/createcluster.conf');
    }
    apt('install', '-y', '--no-install-recommends', ...packages);
  } catch (error) {
    console.log(`Could not install ${packages.join(' and ')}: ${error.message}`);
  }
}

function keepFromCreatingCluster(file) {
  if (!existsSync(file)) return;
  const settings = readFileSync(file, 'utf8');
  writeFileSync(file, settings.replace(/^#?\s*create_main_cluster\s*=.*$/m, 'create_main_cluster = false'));
}

function withDebianVersions(folder) {
  const versions = existsSync(folder) ? readdirSync(folder).filter((version) => Number(version) >= 15) : [];
  return [...versions.map((version) => join(folder, version, 'bin')), ...onPath()];
}

function onPath() {
  return (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = checkMachine({ install: process.argv.includes('--install') }).length > 0 ? 1 : 0;
}
