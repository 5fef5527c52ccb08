# docker build -t trialign .
# docker run --rm -u "$(id -u):$(id -g)" -v "$PWD:/work" trialign gate --data my-data --baseline known.txt
FROM python:3.12-slim AS build
# durable-rules is built from source
RUN apt-get update && apt-get install --yes --no-install-recommends gcc g++ libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY engine engine
COPY rules rules
COPY directories directories
RUN python -m venv /opt/trialign && /opt/trialign/bin/pip install --no-cache-dir .

FROM python:3.12-slim
COPY --from=build /opt/trialign /opt/trialign
ENV PATH=/opt/trialign/bin:$PATH
RUN useradd --create-home trialign
USER trialign
WORKDIR /work
ENTRYPOINT ["trialign"]
CMD ["gate"]
