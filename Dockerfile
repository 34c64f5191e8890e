# Styles and scripts: node stays in this stage.
FROM node:22-slim AS assets
WORKDIR /assets
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

# Python packages, each checked against its hash.
FROM python:3.11-slim AS packages
RUN python -m venv /venv
COPY requirements.txt .
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

# Translations, fonts and static files, made once so that the containers only read.
FROM python:3.11-slim AS built
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
COPY --from=assets /assets/node_modules node_modules
RUN python -m kam.translations \
 && python -m kam.typesetting \
 && SECRET_KEY=build DATABASE_URL=postgres://build@build/build REDIS_URL=redis://build python manage.py collectstatic --no-input \
 && rm -rf node_modules

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
RUN useradd --system --uid 10001 boussole && install -d -o boussole /app/media
COPY --from=packages /venv /venv
COPY --from=built /app /app
WORKDIR /app
USER boussole
VOLUME /app/media
EXPOSE 8000
CMD ["gunicorn", "kam.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--threads", "4", \
     "--no-control-socket", "--worker-tmp-dir", "/dev/shm", "--graceful-timeout", "8"]
