module certcentral-example

go 1.22
