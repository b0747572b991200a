import { describe, expect, it } from 'vitest';
import { around, judging } from '../testing/bpmn.ts';

const { marks } = judging('data-association');
const moved = (content: string) =>
  around(
    `<dataObject id="a"/><dataObject id="b"/><task id="x"><ioSpecification><dataInput id="di" name="c"/><inputSet/><outputSet/></ioSpecification><dataInputAssociation>${content}</dataInputAssociation></task>`,
  );

describe('data-association', () => {
  it.each([
    ['one source', moved('<sourceRef>a</sourceRef>')],
    [
      'two and a transformation',
      moved(
        '<sourceRef>a</sourceRef><sourceRef>b</sourceRef><targetRef>di</targetRef><transformation>a + b</transformation>',
      ),
    ],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    ['what is no data', moved('<sourceRef>s</sourceRef><targetRef>di</targetRef>'), ['!data-association x']],
    ['two alone', moved('<sourceRef>a</sourceRef><sourceRef>b</sourceRef>'), ['!data-association x']],
  ])('refuses %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
