# The service alone: its log and its read models are on servers of their own (docker-compose.yml).
FROM node:24.11.1-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build

FROM node:24.11.1-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The embedded PostgreSQL is an optional package: here there is another one.
RUN npm ci --omit=dev --omit=optional --no-audit --no-fund

FROM node:24.11.1-bookworm-slim
WORKDIR /app
RUN mkdir /data /keys && chown node:node /data /keys && chmod 0700 /data /keys
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/web/dist web/dist
COPY package.json ./
COPY db db
# Nothing below /app is writable to this user, and the root file system may be read-only.
USER node
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 \
    ANAMNESIS_DATA=/data ANAMNESIS_MASTER_KEY_FILE=/keys/master.key
VOLUME ["/data", "/keys"]
EXPOSE 4000
# Whoever asks without signing in is answered that, which is an answer.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4000/graphql',{method:'POST',headers:{'content-type':'application/json'},body:'{\"query\":\"{__typename}\"}'}).then((r)=>process.exit(r.status<500?0:1),()=>process.exit(1))"]
CMD ["node", "dist/cli/main.js", "serve"]
