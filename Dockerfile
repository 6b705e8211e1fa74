# syntax=docker/dockerfile:1
# One image per app: docker build --build-arg APP=ingress -t turnfleet/ingress:0.1.0 .

FROM node:24.21.0-bookworm-slim AS manifests
WORKDIR /src
COPY . .
# What decides the install, without the sources: the next stage is made again only when one of these changes.
RUN find . -type f ! -name package.json ! -name package-lock.json ! -name .npmrc -delete && find . -type d -empty -delete

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /src
COPY --from=manifests /src ./
RUN --mount=type=cache,target=/root/.npm npm install --no-audit --no-fund --loglevel=error
COPY . .
ARG APP
# The source maps are as large as the rest together, and plain Node does not read them.
RUN node tools/bundle.mjs apps/${APP} /out && rm /out/main.mjs.map

FROM node:24.21.0-bookworm-slim
ARG APP
LABEL org.opencontainers.image.title="turnfleet-${APP}" \
      org.opencontainers.image.description="Turnfleet: ${APP}" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production
WORKDIR /app
# Owned by root: the process can read its code and change nothing. It writes no files at all.
COPY --from=build /out ./
# By number, so that Kubernetes can see that it is not root.
USER 1000:1000
STOPSIGNAL SIGTERM
# Node is process 1: it handles SIGTERM itself and starts no children. Warnings as in tools/node24.mjs.
ENTRYPOINT ["node", "--disable-warning=TimeoutNegativeWarning", "--disable-warning=ExperimentalWarning", "/app/main.mjs"]
