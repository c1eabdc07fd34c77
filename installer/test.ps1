# Installs what is missing and runs every check: lint, formatting, types, imports, tests. Arguments go to pytest.
. (Join-Path $PSScriptRoot "common.ps1")
New-Environment "app,test"
Install-Sam2
Get-Weights @("mobilesam", "propagation", "spynet")
Set-Location $Root
if (-not $env:QT_QPA_PLATFORM) { $env:QT_QPA_PLATFORM = "offscreen" }
$Failed = 0
foreach ($Check in @(@("ruff.exe", "check", "."), @("ruff.exe", "format", "--check", "."), @("mypy.exe"), @("lint-imports.exe"))) {
    & (Join-Path $Bin $Check[0]) @($Check | Select-Object -Skip 1)
    if ($LASTEXITCODE -ne 0) { $Failed = 1 }
}
# Two at a time, each on one core; then those that measure time, with nothing beside them. Of the tests that were asked
# for there may be none of one kind; pytest says so by 5.
$Ran = $false
$env:OMP_NUM_THREADS = "1"
foreach ($Kind in @(@("-n", "2", "--dist", "loadfile", "-m", "not alone"), @("-m", "alone"))) {
    & (Join-Path $Bin "python.exe") -m pytest @Kind @args
    Remove-Item Env:OMP_NUM_THREADS -ErrorAction SilentlyContinue
    if ($LASTEXITCODE -eq 5) { continue }
    $Ran = $true
    if ($LASTEXITCODE -ne 0) { $Failed = 1 }
}
if (-not $Ran) { $Failed = 1 }
exit $Failed
