module github.com/varsam/varsam

go 1.26.0
