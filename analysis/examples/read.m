% A sweep's file in Octave, as in MATLAB: the cheapest feasible point, by index.
%   octave-cli read.m out.h5        needs octave-netcdf; MATLAB has ncread built in
% Dimensions come from the fastest, so in the reverse order of the file. Names (the offers,
% the units) are text of variable length, which octave-netcdf 1.0 cannot read.
pkg load netcdf
file = argv(){1};
id = netcdf_open(file, "NOWRITE");
[~, ~, dimensions] = netcdf_inqVar(id, netcdf_inqVarID(id, "cost_usd"));
[names, sizes] = arrayfun(@(d) netcdf_inqDim(id, d), dimensions, "UniformOutput", false);

cost = ncread(file, "cost_usd");
cost(ncread(file, "status") ~= 1) = NaN;
[least, at] = min(cost(:));
[index{1:numel(sizes)}] = ind2sub([sizes{:}], at);
for d = 1:numel(sizes)
  printf("%s: %d of %d\n", names{d}, index{d}, sizes{d});
end
printf("cost_usd = %.6g\n", least);
