# syntax=docker/dockerfile:1
FROM python:3.11-slim AS build
WORKDIR /build
COPY pyproject.toml README.md LICENSE ./
COPY gateway gateway
COPY schemas schemas
COPY docs/rules docs/rules
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin gateway
COPY requirements.txt /tmp/requirements.txt
RUN pip install --no-cache-dir -r /tmp/requirements.txt && rm /tmp/requirements.txt
COPY --from=build /wheels /tmp/wheels
RUN pip install --no-cache-dir --no-deps /tmp/wheels/*.whl && rm -r /tmp/wheels

WORKDIR /app
COPY gateway.yaml gunicorn.conf.py ./
COPY handlers handlers
COPY views views
COPY public public

# Nothing below writes to disk: run it with a read-only root and a tmpfs on /tmp.
ENV GATEWAY_ENV=production PORT=8000 PYTHONUNBUFFERED=1
USER gateway
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=3s --start-period=10s --retries=3 CMD ["python", "-c", \
  "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/healthz\", timeout=2)"]
CMD ["gunicorn", "gateway:app"]
