# One image for workers and API: the command says which. Node runs the TypeScript as it is; nothing is built.
FROM node:24.21.0-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM node:24.21.0-slim
ENV NODE_ENV=production TZ=UTC
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json config.ts config-access.ts hold-lock.ts index.ts tsconfig.json ./
COPY core core
COPY db db
COPY pii pii
COPY activities activities
COPY workflows workflows
COPY worker worker
COPY api api
COPY pages pages
COPY cli cli
COPY dev dev
COPY bin bin
COPY assets assets
# For a deployment without a way to the published file, and for the inhabitants, which are published in no such form.
RUN node bin/sillage.js make-communes /app/reference
RUN mkdir -p /data && chown node:node /data
USER node
VOLUME /data
ENTRYPOINT ["node", "bin/sillage.js", "--data-dir", "/data"]
CMD ["worker"]
