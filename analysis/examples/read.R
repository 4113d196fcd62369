# A sweep's file in R: the cheapest feasible point, with its labels.
#   Rscript read.R out.h5           needs the package ncdf4 (Debian: r-cran-ncdf4)
# R counts dimensions from the fastest, so they come in the reverse order of the file.
library(ncdf4)
file <- nc_open(commandArgs(trailingOnly = TRUE)[1])
cost <- ncvar_get(file, "cost_usd", collapse_degen = FALSE)
cost[ncvar_get(file, "status", collapse_degen = FALSE) != 1] <- NA
at <- arrayInd(which.min(cost), dim(cost))
for (d in rev(seq_along(at))) {
  dimension <- file$var[["cost_usd"]]$dim[[d]]$name
  cat(dimension, "=", as.character(ncvar_get(file, dimension)[at[d]]), "\n")
}
cat("cost_usd =", signif(min(cost, na.rm = TRUE), 6), ncatt_get(file, "cost_usd", "units")$value, "\n")
