# Two commands matter: `make run` and `make test`. What they do stands in .ci/.

.DEFAULT_GOAL := help
.PHONY: help run setup test lint bench lighthouse pins clean

help:
	@echo "make run    サイトを手元で動かします（番号を変えるとき：PORT=8001 make run）"
	@echo "make test   すべての検査と試験を行います"
	@echo "make lint   書き方と型の検査だけを行います"
	@echo "make setup  動かす準備だけを行います"
	@echo "make bench  検索の速さを、ほかの方法と並べて測ります（SIZES=1000000 で100万件）"
	@echo "make lighthouse  画面の使いやすさと速さを Lighthouse で測ります（Node.js が要ります）"
	@echo "make pins   部品の版の一覧（requirements/）を作り直します"
	@echo "make clean  作られたものを消します（データベースは残します）"

run:
	@sh .ci/serve.sh

setup:
	@sh .ci/setup.sh

test:
	@sh .ci/test.sh all

lint:
	@sh .ci/test.sh lint

bench:
	@sh .ci/bench.sh $(SIZES)

lighthouse:
	@sh .ci/lighthouse.sh

pins:
	@sh .ci/pins.sh

clean:
	@rm -rf .venv staticfiles .mypy_cache .pytest_cache .ruff_cache .hypothesis test-results
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "消しました。db.sqlite3 には編集した内容があるかもしれないので残しています。"
