module github.com/concord-registry/concord/clients/go

go 1.26.0
