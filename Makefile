# Concord's daily commands. `make` alone prints them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
export GOFLAGS := $(GOFLAGS)

##@ Every day

check: ## the quick inner loop: build, vet, and the tests of Go alone
	go build ./...
	go vet ./...
	go test -short ./...
	cd clients/go && go vet ./... && go test -short ./...

run: ## run a server with its data in ./concord-data
	go run ./cmd/concord serve

##@ Before a push

test: test-go test-clients ## all tests; installs what they need beyond Go, from lock files

test-go: ## all tests of the server and of the Go client, lints among them
	@go vet ./... # compiles all, where the cache is empty, outside of the time that tests have
	go test -timeout 15m ./...
	cd clients/go && go test -timeout 15m ./...

test-clients: ## official clients of other vendors, unchanged, against a started server and a real Kafka broker
	cd clients/conformance && go test -timeout 15m -tags conformance -count 1

fresh: ## the same in a new clone, with an empty home and a PATH of languages, git, gcc and make; see .ci/fresh
	.ci/fresh

##@ Longer

bench: ## measure what the README claims, as ratios in one run
	go test ./server -run TestFigures -figures -v -count 1 -timeout 15m
	go test ./policy/engine -run xxx -bench Evaluate200Rules50Fields

bench-compat: ## the checkers against those of others, as ratios in one run
	@for d in .ci/tools/bench-*; do (cd $$d && GOMAXPROCS=1 go test -run TestRatios -count 1 -timeout 15m) || exit 1; done
	GOMAXPROCS=1 go test ./compat/protobuf -tags buf -run TestBufSpeed -count 1 -v

faults: ## kill storage and servers at random under load, ten minutes each
	go test ./server/store/etcd -run TestFaults -faults 10m -timeout 20m -v
	go test ./server/store/etcd -run TestCluster -clusterfaults 10m -timeout 20m -v

fuzz: ## fuzz every parser for a minute each
	@for p in $$(go list ./...); do \
	  for f in $$(go test -list '^Fuzz' $$p | grep ^Fuzz); do go test $$p -run xxx -fuzz "^$$f\$$" -fuzztime 1m || exit 1; done; \
	done

soundness: ## a million generated pairs against independent judges
	go test ./compat/avro ./compat/protobuf ./compat/jsonschema -run Soundness -pairs 1000000 -timeout 24h -v
	go test ./compat/avro ./compat/jsonschema -tags judges -run OtherJudges -pairs 20000 -timeout 1h -v
	go test ./compat/protobuf -tags judges -run OtherJudges -pairs 5000 -timeout 1h -v
	go test ./compat/protobuf -tags buf -run TestBuf -pairs 20000 -timeout 1h -v

generate: ## write generated code anew
	go generate ./...

help:
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: check run test test-go test-clients fresh bench bench-compat faults fuzz soundness generate help
