import { Button, FileButton } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useDeploy } from '../../api/changes.ts';
import { failureOf } from '../../api/errors.ts';
import { DropTarget } from '../../ui/drop-target.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { counted } from '../../words/plural.ts';
import classes from './deploy-sheet.module.css';
import { FilePreview } from './file-preview.tsx';
import { FindingList } from './finding-list.tsx';

interface DeploySheetProps {
  readonly opened: boolean;
  readonly file: File | null;
  readonly onClose: () => void;
}

/** Sends one file to the server and says what the server made of it. */
export function DeploySheet({ opened, file, onClose }: DeploySheetProps) {
  return (
    <Sheet title="Deploy a process" opened={opened} onClose={onClose}>
      <DeployFile dropped={file} />
    </Sheet>
  );
}

function DeployFile({ dropped }: { readonly dropped: File | null }) {
  const [file, setFile] = useState(dropped);
  const deploy = useDeploy();
  useEffect(() => setFile(dropped), [dropped]);

  const choose = (chosen: File | null) => {
    if (chosen === null) return;
    setFile(chosen);
    deploy.reset();
  };
  const failure = deploy.isError ? failureOf(deploy.error) : null;

  return (
    <div className={classes.deploy}>
      <DropTarget hint="Drop to choose this file" onFile={choose}>
        <div className={classes.drop}>
          <IconFileUpload size={32} stroke={1.25} aria-hidden />
          {file === null ? (
            <p>Drop a BPMN 2.0 file here, or choose one.</p>
          ) : (
            <p className={classes.file}>{file.name}</p>
          )}
          <FileButton onChange={choose} accept=".bpmn,.bpmn20.xml,.xml,application/xml,text/xml">
            {(props) => (
              <Button variant="default" {...props}>
                {file === null ? 'Choose file' : 'Choose another file'}
              </Button>
            )}
          </FileButton>
        </div>
      </DropTarget>
      {file === null ? null : <FilePreview file={file} findings={failure?.findings ?? []} />}

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
          disabled={file === null}
          loading={deploy.isPending}
          onClick={() => {
            if (file !== null) deploy.mutate(file);
          }}
        >
          Deploy
        </Button>
      )}
      {deploy.isSuccess && deploy.data.warnings.length > 0 ? (
        <FindingList
          title={counted(deploy.data.warnings.length, 'warning')}
          findings={deploy.data.warnings}
        />
      ) : null}

      {failure === null ? null : (
        <>
          <Notice tone="danger">
            <strong>Not deployed.</strong> {failure.message}
          </Notice>
          {failure.findings.length === 0 ? null : (
            <FindingList title={counted(failure.findings.length, 'finding')} findings={failure.findings} />
          )}
        </>
      )}
    </div>
  );
}
