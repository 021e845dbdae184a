# Targets for people who work on Varsam. Everything here is Go and one shell;
# nothing needs to be installed beforehand.

PACKAGES ?= ./...
TIMEOUT  ?= 15m
PICTURES ?= dist/pictures
SERVERS   = go run ./internal/testservers

.PHONY: test
test: ## all tests, against real PostgreSQL and MariaDB servers; vet is one of the checks
	$(SERVERS) -json -- go test -json -vet=off -ldflags=-w -timeout $(TIMEOUT) $(PACKAGES)

.PHONY: bench
bench: ## the figures of docs/performance.md; BENCH="-customers 100000" is quicker
	$(SERVERS) -durable -- go run ./internal/bench $(BENCH)

.PHONY: nightly
nightly: ## what takes too long for every change: culling workers killed 500 times on each engine, half an hour of load on the pages, every page in every look, a person in ten thousand mails
	VARSAM_TEST_KILLS=500 $(SERVERS) -- go test -timeout 120m -run TestKill ./internal/retention
	VARSAM_TEST_SOAK=30m go test -timeout 60m -run TestMixedLoad -v ./internal/bench
	VARSAM_TEST_PLANTED=all $(SERVERS) -- go test -timeout 60m -run TestPlanted ./internal/acceptance
	VARSAM_TEST_LOOKS=all $(SERVERS) -- go test -timeout 120m -run TestNoPageKeepsAnybodyOut ./internal/web

.PHONY: pictures
pictures: ## pictures of all pages, wide and on a phone, light, dark and printed, in PICTURES
	mkdir -p $(PICTURES)
	VARSAM_SCREENSHOTS=$(abspath $(PICTURES)) go test -timeout 60m -count 1 -run 'TestPictures$$' ./internal/web

.PHONY: check
check: ## what the build server runs: tests, also with vectors, formatting, vet, staticcheck, modules
	.ci/run

.PHONY: vocabulary
vocabulary: ## the terms that the W3C Data Privacy Vocabulary has published, for the tests of internal/publish/vocabulary
	cd internal/publish/vocabulary/testdata && for part in dpv/dpv pd/pd legal/eu/gdpr/eu-gdpr; do \
		curl -fsSL https://w3id.org/dpv/2.2/$$part.csv || exit 1; done > published.csv
	cd internal/publish/vocabulary/testdata && grep -o '"https://w3id.org/dpv[^"]*#[A-Za-z0-9-]*"' published.csv | tr -d '"' | sort -u > published.txt && rm published.csv

.PHONY: format
format: ## format every file
	go run mvdan.cc/gofumpt@v0.12.0 -w .

.PHONY: help
help:
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/'

.PHONY: release
release: ## binaries, packages, container file, bill of materials, licences and checksums, in dist
	go run ./internal/release $(if $(VERSION),-version $(VERSION))
