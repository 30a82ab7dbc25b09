import { html } from "hono/html";
import type { RowsOfPeople } from "../../core/ports/erasure.ts";
import type { Recipients } from "../../core/register/recipients-of.ts";
import type { CertificateSignature, SignedCertificate, StoreEffect } from "../../pii/certificate.ts";
import type { ErasureProof } from "../../pii/erasure-proof.ts";
import type { ExportedTable } from "../../pii/export-person.ts";
import type { Exported } from "../../pii/request-desk.ts";
import { effectOf } from "./effect-of.ts";

const page = async (title: string, body: unknown): Promise<string> =>
  String(
    await html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width" />
          <title>${title}</title>
          <style>
            body {
              font:
                16px/1.5 system-ui,
                sans-serif;
              margin: 2rem auto;
              max-width: 60rem;
              padding: 0 1rem;
            }
            table {
              border-collapse: collapse;
              display: block;
              overflow-x: auto;
            }
            td,
            th {
              border: 1px solid #888;
              padding: 0.25rem 0.5rem;
              text-align: left;
              vertical-align: top;
            }
          </style>
        </head>
        <body>
          ${body}
        </body>
      </html>`,
  );

/** The certificate of an erasure as a page for people, with the date of each store. */
export const certificatePage = (certificate: SignedCertificate): Promise<string> =>
  page(
    `Certificate of erasure ${certificate.request}`,
    html`<h1>Certificate of erasure</h1>
      <p>
        Request <strong>${certificate.request}</strong>, filed ${certificate.openedAt}, carried out
        ${certificate.erasedAt}.
      </p>
      <p>
        ${certificate.people} people were found; ${certificate.erasedBefore} of them had been erased by an earlier
        request.
      </p>
      ${certificate.tried === undefined || certificate.people === 0 ? "" : html`<p>${tried(certificate.tried)}</p>`}
      ${certificate.people === 0 ? html`<p>Nobody was known by what the request named: nothing was held, and nothing was erased.</p>` : effects(certificate.stores)}
      ${deleted(certificate.rows.filter(isDeleted))} ${certificate.proof === undefined ? "" : proven(certificate.proof)}
      ${certificate.facts === "apart" ? html`<p>${parted(certificate.rows)}</p>` : ""}
      ${whomToTell(certificate.recipients ?? [])}
      <p>
        To be done by hand: erasure at the source, and telling those who were given the data. The source's own keys of
        orders and bookings would link them to the person again.
      </p>
      ${certificate.signature === null ? html`<p>Not signed: it was kept before certificates were.</p>` : signed(certificate.signature)}`,
  );

const lasts = ({ until }: StoreEffect): boolean => until !== undefined;

const effects = (stores: readonly StoreEffect[]) => [
  html`<h2>What is gone or unreadable, and from when on</h2>`,
  listed(
    "From",
    stores.filter((effect) => !lasts(effect)),
  ),
  html`<h2>What stays for a while, why, and until when</h2>`,
  listed("Until", stores.filter(lasts)),
];

const listed = (when: "From" | "Until", stores: readonly StoreEffect[]) =>
  html`<table>
    <tr>
      <th>Store</th>
      <th>What</th>
      <th>${when}</th>
    </tr>
    ${stores.map(
      (effect) =>
        html`<tr>
          <td>${effect.store}</td>
          <td>${effect.what}</td>
          <td>${effect.until ?? from(effect)}</td>
        </tr>`,
    )}
  </table>`;

const deleted = (rows: readonly RowsOfPeople[]) =>
  rows.length === 0
    ? ""
    : html`<h2>Rows deleted</h2>
        <table>
          <tr>
            <th>Table or mart</th>
            <th>Open</th>
            <th>Sealed</th>
            <th>In a mart</th>
            <th>In quarantine</th>
          </tr>
          ${rows.map(
            ({ table, open, sealed, mart = 0, quarantined = 0 }) =>
              html`<tr>
                <td>${table}</td>
                <td>${open}</td>
                <td>${sealed}</td>
                <td>${mart}</td>
                <td>${quarantined}</td>
              </tr>`,
          )}
        </table>`;

const proven = ({ looked, notLooked }: ErasureProof) =>
  html`<h2>What was looked at before this was certified</h2>
    <ul>
      ${looked.map((what) => html`<li>${what}</li>`)}
    </ul>
    <p>It counts and tries; it scans no bytes. Not looked at:</p>
    <ul>
      ${notLooked.map((what) => html`<li>${what}</li>`)}
    </ul>`;

const from = (effect: StoreEffect): string =>
  effect.at !== null
    ? effectOf(effect)
    : `to come: the key is to be destroyed ${effectOf(effect)}, and the vault may keep it for some days more`;

const whomToTell = (purposes: readonly Recipients[]) =>
  purposes.length === 0
    ? ""
    : html`<h2>Whom to tell</h2>
        <table>
          <tr>
            <th>Purpose</th>
            <th>Who was given the data</th>
          </tr>
          ${purposes.map(
            ({ purpose, recipients }) =>
              html`<tr>
                <td>${purpose}</td>
                <td>${recipients.join(", ")}</td>
              </tr>`,
          )}
        </table>`;

const isDeleted = ({ open, sealed, mart = 0, quarantined = 0 }: RowsOfPeople): boolean =>
  open + sealed + mart + quarantined > 0;

function parted(rows: readonly RowsOfPeople[]): string {
  const facts = rows.reduce((sum, { parted: of = 0 }) => sum + of, 0);
  const each = rows.flatMap(({ table, parted: of = 0 }) => (of > 0 ? [`${table} ${of}`] : []));
  return `Facts that got a pseudonym of their own each: ${facts}${each.length > 0 ? ` (${each.join(", ")})` : ""}. None leads to another any more; counts by person take each for somebody else's.`;
}

const tried = (values: number): string =>
  values === 0
    ? "No sealed value was stored that opened before, so none was tried afterwards: the key is gone."
    : `Sealed values that opened before the erasure and were tried after it: ${values}. None opens any more.`;

const signed = ({ algorithm, publicKey, value }: CertificateSignature) =>
  html`<p>
    The file <code>certificate.json</code> is signed (${algorithm}): <code>${value}</code>, by the key
    <code>${publicKey}</code>. <code>sillage dsr verify certificate.json</code> checks it.
  </p>`;

/** Everything that is held of the people of a request, as a page for people. */
export const exportPage = (exported: Exported): Promise<string> =>
  page(
    `Data of request ${exported.request}`,
    html`<h1>What is held</h1>
      <p>Request ${exported.request}, read ${exported.exportedAt}. ${exported.people.length} people.</p>
      ${exported.people.map((tables, at) => [
        html`<h2>Person ${at + 1}</h2>`,
        ...tables.map(({ table, doc, rows, quarantined, missing, notKept }) => [
          html`<h3>${table}: ${rows.length} rows</h3>
            <p>
              ${doc} ${missing > 0 ? `${missing} values did not open.` : ""}
              ${notKept.length > 0 ? `Never kept: ${notKept.join(", ")}.` : ""}
            </p>`,
          asTable(rows),
          quarantined.length > 0
            ? html`<p>Records that did not fit, as they were sent but for what is never kept:</p>`
            : "",
          quarantined.length > 0 ? asTable(quarantined) : "",
        ]),
      ])}`,
  );

function asTable(rows: ExportedTable["rows"]) {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return html`<table>
    <tr>
      ${names.map((name) => html`<th>${name}</th>`)}
    </tr>
    ${rows.map(
      (row) =>
        html`<tr>
          ${names.map((name) => html`<td>${asText(row[name])}</td>`)}
        </tr>`,
    )}
  </table>`;
}

/** A value as people read it. */
export const asText = (value: unknown): string =>
  value === null || value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
