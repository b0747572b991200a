import { expect, it } from 'vitest';
import { wantedPath } from './wanted-path.ts';

it('goes on where one is, with what was searched for', () => {
  expect(wantedPath({ pathname: '/processes', search: '?q=order' }, '/tasks')).toBe('/processes?q=order');
});

it('goes back from the sign-in page to where one was sent away from', () => {
  expect(wantedPath({ pathname: '/sign-in', search: '?error=refused' }, '/tasks/t1')).toBe('/tasks/t1');
});

it.each([null, '//elsewhere.example/', '/\\elsewhere.example', 'https://elsewhere.example/'])(
  'goes home where nothing of this site is remembered: %s',
  (remembered) => {
    expect(wantedPath({ pathname: '/sign-in', search: '' }, remembered)).toBe('/');
  },
);
