/** A question that must be answered before going on. Focus returns to where it was. Escape closes, nothing is lost. */
import type { ReactNode } from "react";
import { Dialog as Base, Heading, Modal, ModalOverlay } from "react-aria-components";
import { KeyBarrier } from "../keys/keys";
import styles from "./Dialog.module.css";

type Props = { title: string; open: boolean; onClose: () => void; children: ReactNode; actions?: ReactNode; wide?: boolean; alert?: boolean };

export function Dialog({ title, open, onClose, children, actions, wide, alert }: Props) {
  return (
    <ModalOverlay isOpen={open} onOpenChange={(isOpen) => !isOpen && onClose()} isDismissable={!alert} className={styles.overlay ?? ""}>
      <Modal className={`${styles.modal} ${wide ? styles.wide : ""}`}>
        <Base className={styles.dialog ?? ""} role={alert ? "alertdialog" : "dialog"}>
          <KeyBarrier />
          <Heading slot="title" level={2} className={styles.title ?? ""}>{title}</Heading>
          <div className={styles.content}>{children}</div>
          {actions ? <div className={styles.actions}>{actions}</div> : null}
        </Base>
      </Modal>
    </ModalOverlay>
  );
}
