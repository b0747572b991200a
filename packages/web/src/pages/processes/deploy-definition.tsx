import { Button, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useDeploy } from '../../api/changes.ts';
import { failureOf } from '../../api/errors.ts';
import { parseQuery } from '../../api/queries.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { counted } from '../../words/plural.ts';
import { DefinitionPreview } from './definition-preview.tsx';
import classes from './deploy-sheet.module.css';
import { type Draft, formatNames } from './draft.ts';
import { FindingList } from './finding-list.tsx';

interface DeployDefinitionProps {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

const pauseMs = 400;

/** The text, what the server reads in it while it is written, and the button that deploys it. */
export function DeployDefinition({ draft, onChange }: DeployDefinitionProps) {
  const { text } = draft;
  const [settled] = useDebouncedValue(text, pauseMs);
  const parsed = useQuery({ ...parseQuery(settled), enabled: settled.trim() !== '' });
  const deploy = useDeploy();
  const read = text === settled && text.trim() !== '' ? parsed.data : undefined;
  const failure = deploy.isError ? failureOf(deploy.error) : null;
  const findings =
    failure !== null && failure.findings.length > 0 ? failure.findings : (read?.findings ?? []);
  const change = (next: Draft) => {
    deploy.reset();
    onChange(next);
  };

  return (
    <>
      {/^\s*</.test(text) ? null : (
        <Textarea
          label="Or write it"
          placeholder={'WORKFLOW "Order"\nSTART "Received"\n…'}
          autosize
          minRows={4}
          maxRows={16}
          classNames={{ input: classes.text ?? '' }}
          value={text}
          onChange={(event) => change({ text: event.currentTarget.value, fileName: null })}
        />
      )}
      {read === undefined || read.format === 'auto' ? null : (
        <p className={classes.format} title={read.detection?.reasons.join(' ')}>
          Read as {formatNames[read.format]}.
        </p>
      )}
      <DefinitionPreview
        xml={read?.bpmn_xml ?? (text.includes('BPMNShape') ? text : null)}
        name={draft.fileName ?? 'the text'}
        findings={findings}
      />
      {deploy.isSuccess ? (
        <Notice
          tone="success"
          actions={
            <LinkButton to="/processes/$processId" params={{ processId: deploy.data.process_id }}>
              Open the process
            </LinkButton>
          }
        >
          {deploy.data.name} is deployed as version {deploy.data.version}.
        </Notice>
      ) : (
        <Button
          disabled={text.trim() === ''}
          loading={deploy.isPending}
          onClick={() => deploy.mutate({ definition: text, format: read?.format ?? 'auto' })}
        >
          Deploy
        </Button>
      )}
      {failure === null ? null : (
        <Notice tone="danger">
          <strong>Not deployed.</strong> {failure.message}
        </Notice>
      )}
      {findings.length === 0 ? null : (
        <FindingList title={counted(findings.length, 'finding')} findings={findings} />
      )}
    </>
  );
}
